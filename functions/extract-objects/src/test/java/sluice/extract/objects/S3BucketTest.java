package sluice.extract.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.RejectedException;
import sluice.handover.ForeignBucket;
import sluice.handover.ForeignBucket.Entry;
import sluice.handover.Proof;
import sluice.plan.Handover;

/** Over a real S3 server, with the client as the function builds it. */
final class S3BucketTest {
  private static S3Server server;

  @BeforeAll
  static void start(@TempDir Path directory) {
    server = new S3Server(directory);
    System.setProperty("aws.endpointUrlS3", server.address().toString());
    System.setProperty("aws.accessKeyId", "local");
    System.setProperty("aws.secretAccessKey", "local-secret");
  }

  @AfterAll
  static void stop() {
    List.of("aws.endpointUrlS3", "aws.accessKeyId", "aws.secretAccessKey")
        .forEach(System::clearProperty);
    server.close();
  }

  @Test
  void listsMoreThanOnePage() {
    IntStream.range(0, 1_100).parallel().forEach(i -> server.put("many/%04d".formatted(i), "x"));
    server.put("other/1", "x");

    assertThat(list("many/")).hasSize(1_100).allMatch(entry -> entry.key().startsWith("many/"));
  }

  @Test
  void readsStretches() throws IOException {
    server.put("read/a", "0123456789");
    Entry entry = list("read/").get(0);

    assertThat(entry.size()).isEqualTo(10);
    assertThat(read(entry, 0, 10)).contains("0123456789");
    assertThat(read(entry, 3, 4)).contains("3456");
  }

  @Test
  void readsNothingOfWhatWasReplacedOrDeleted() throws IOException {
    server.put("replaced/a", "one");
    Entry entry = list("replaced/").get(0);
    server.put("replaced/a", "two");
    assertThat(read(entry, 0, 3)).isEmpty();

    server.owner().deleteObject(object -> object.bucket(S3Server.BUCKET).key("replaced/a"));
    assertThat(read(entry, 0, 3)).isEmpty();
  }

  @Test
  void takesTheTagOfAnUploadInOnePieceAsItsDigest() {
    server.put("proof/one", "123456789");

    assertThat(proof("proof/one"))
        .isEqualTo(new Proof.Digested("MD5", "25f9e794323b453885f5181f1b624d0b"));
  }

  @Test
  void takesTheTagOfAnUploadInPartsAsTheDigestOfDigests() {
    byte[] part = new byte[5 << 20];
    server.putInParts("proof/parts", List.of(part, part, new byte[3]));

    assertThat(proof("proof/parts"))
        .isInstanceOfSatisfying(
            Proof.DigestedInParts.class,
            inParts -> assertThat(inParts.partBytes()).isEqualTo(5 << 20));
  }

  @Test
  void saysWhoMustMendWhatWhenWeAreNotLetIn() {
    System.setProperty("aws.secretAccessKey", "wrong");
    try {
      assertThatThrownBy(() -> list("read/"))
          .isInstanceOf(RejectedException.class)
          .hasMessage(
              "listing read/ in s3://handover/ failed: 403 SignatureDoesNotMatch. Ask the bucket's"
                  + " owner to allow s3:ListBucket and s3:GetObject.");
    } finally {
      System.setProperty("aws.secretAccessKey", "local-secret");
    }
  }

  @Test
  void saysThatThereIsNoSuchBucket() {
    Handover nowhere = S3Server.handover("");
    Handover wrong =
        new Handover(
            "nowhere",
            nowhere.prefix(),
            nowhere.region(),
            nowhere.role(),
            nowhere.externalId(),
            Handover.Payer.REQUESTER,
            List.of(),
            List.of(),
            Optional.empty());
    try (ForeignBucket bucket = new S3Buckets(true, () -> "").open(wrong)) {
      assertThatThrownBy(() -> bucket.list("", entry -> {}))
          .isInstanceOf(RejectedException.class)
          .hasMessage(
              "listing  in s3://nowhere/ failed: 404 NoSuchBucket. Correct bucket in the source's"
                  + " file.");
    }
  }

  private static List<Entry> list(String prefix) {
    List<Entry> entries = new ArrayList<>();
    try (ForeignBucket bucket = open()) {
      bucket.list(prefix, entries::add);
    }
    return entries;
  }

  private static Optional<String> read(Entry entry, long from, long bytes) throws IOException {
    try (ForeignBucket bucket = open()) {
      Optional<InputStream> content = bucket.read(entry, from, bytes);
      return content.isEmpty()
          ? Optional.empty()
          : Optional.of(new String(content.get().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static Proof proof(String key) {
    try (ForeignBucket bucket = open()) {
      return bucket.proof(list(key).get(0));
    }
  }

  private static ForeignBucket open() {
    return new S3Buckets(true, () -> "").open(S3Server.handover(""));
  }
}

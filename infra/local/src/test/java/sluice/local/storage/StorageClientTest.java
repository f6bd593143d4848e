package sluice.local.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.NoCredentials;
import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.local.TestCloud;

/** Google's own Java client against this storage. */
final class StorageClientTest {

  @TempDir Path folder;
  private TestCloud cloud;
  private Storage client;

  @BeforeEach
  void start() {
    cloud = TestCloud.in(folder);
    client = client(cloud);
    client.create(BucketInfo.of("bkt"));
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    cloud.close();
  }

  private static Storage client(TestCloud cloud) {
    return StorageOptions.newBuilder()
        .setHost(cloud.address())
        .setProjectId("p1")
        .setCredentials(NoCredentials.getInstance())
        .build()
        .getService();
  }

  private Blob create(String name, String text, BlobTargetOption... options) {
    BlobInfo info = BlobInfo.newBuilder("bkt", name).setContentType("text/plain").build();
    return client.create(info, text.getBytes(UTF_8), options);
  }

  @Test
  void keepsWhatIsUploadedUnderAnyName() {
    String name = "店/注文 100% a+b?#.csv";
    Blob created =
        client.create(
            BlobInfo.newBuilder("bkt", name)
                .setContentType("text/csv")
                .setMetadata(Map.of("slot", "朝"))
                .build(),
            "id\n1\n".getBytes(UTF_8));

    assertThat(created.getGeneration()).isPositive();
    Blob found = client.get(BlobId.of("bkt", name));
    assertThat(found.getSize()).isEqualTo(5);
    assertThat(found.getContentType()).isEqualTo("text/csv");
    assertThat(found.getMetadata()).containsExactly(Map.entry("slot", "朝"));
    assertThat(found.getCrc32c()).isEqualTo(created.getCrc32c());
    assertThat(client.readAllBytes(BlobId.of("bkt", name))).asString(UTF_8).isEqualTo("id\n1\n");
  }

  @Test
  void givesEachOverwriteALaterGeneration() {
    long first = create("o", "one").getGeneration();
    long second = create("o", "two").getGeneration();

    assertThat(second).isGreaterThan(first);
    assertThat(client.get(BlobId.of("bkt", "o", first))).isNull();
    assertThat(new String(client.readAllBytes("bkt", "o"), UTF_8)).isEqualTo("two");
  }

  @Test
  void refusesAWriteWhosePreconditionFails() {
    Blob first = create("o", "one", BlobTargetOption.doesNotExist());

    assertThatThrownBy(() -> create("o", "two", BlobTargetOption.doesNotExist()))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> {
              assertThat(e.getCode()).isEqualTo(412);
              assertThat(e.getReason()).isEqualTo("conditionNotMet");
            });
    BlobInfo stale = BlobInfo.newBuilder("bkt", "o", first.getGeneration() - 1).build();
    assertThatThrownBy(() -> client.create(stale, new byte[1], BlobTargetOption.generationMatch()))
        .hasMessageContaining("pre-conditions");
    assertThat(new String(client.readAllBytes("bkt", "o"), UTF_8)).isEqualTo("one");
  }

  @Test
  void letsOneOfManyCreateAnObject() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Boolean>> wins = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      wins.add(
          threads.submit(
              () -> {
                try {
                  create("claim", "mine", BlobTargetOption.doesNotExist());
                  return true;
                } catch (StorageException e) {
                  assertThat(e.getCode()).isEqualTo(412);
                  return false;
                }
              }));
    }
    int won = 0;
    for (Future<Boolean> win : wins) {
      won += win.get() ? 1 : 0;
    }
    threads.shutdown();
    assertThat(won).isEqualTo(1);
  }

  @Test
  void countsUpWithoutLossByCompareAndSet() throws Exception {
    create("count", "0");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(threads.submit(() -> addTo("count", 25)));
    }
    for (Future<?> one : all) {
      one.get();
    }
    threads.shutdown();
    assertThat(new String(client.readAllBytes("bkt", "count"), UTF_8)).isEqualTo("100");
  }

  private void addTo(String name, int times) {
    int done = 0;
    while (done < times) {
      Blob blob = client.get(BlobId.of("bkt", name));
      byte[] old;
      try {
        old = blob.getContent(Blob.BlobSourceOption.generationMatch());
      } catch (StorageException e) {
        continue;
      }
      String next = Integer.toString(Integer.parseInt(new String(old, UTF_8)) + 1);
      try {
        client.create(
            BlobInfo.newBuilder(blob.getBlobId()).build(),
            next.getBytes(UTF_8),
            BlobTargetOption.generationMatch());
        done++;
      } catch (StorageException e) {
        assertThat(e.getCode()).isEqualTo(412);
      }
    }
  }

  @Test
  void uploadsInChunksWithFlatMemoryAndReadsARange() throws Exception {
    int size = 64 << 20;
    byte[] block = new byte[1 << 20];
    new Random(7).nextBytes(block);
    try (WriteChannel out = client.writer(BlobInfo.newBuilder("bkt", "big").build())) {
      out.setChunkSize(4 << 20);
      for (int i = 0; i < size / block.length; i++) {
        ByteBuffer buffer = ByteBuffer.wrap(block);
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
      }
    }

    assertThat(client.get("bkt", "big").getSize()).isEqualTo(size);
    try (ReadChannel in = client.reader(BlobId.of("bkt", "big"))) {
      in.seek(5L << 20);
      ByteBuffer head = ByteBuffer.allocate(1_000);
      while (head.hasRemaining() && in.read(head) >= 0) {
        // Reads until the buffer is full.
      }
      assertThat(head.array()).isEqualTo(java.util.Arrays.copyOf(block, 1_000));
    }
  }

  @Test
  void listsTenThousandObjectsPageByPage() {
    // One write for all of them: it is the listing that is tested.
    cloud.store.write(() -> IntStream.range(0, 10_000).forEach(this::put));

    Set<String> names = new HashSet<>();
    for (Blob blob : client.list("bkt", BlobListOption.pageSize(999)).iterateAll()) {
      names.add(blob.getName());
    }
    assertThat(names).hasSize(10_000);
    List<String> folders = new ArrayList<>();
    client
        .list(
            "bkt",
            BlobListOption.prefix("in/"),
            BlobListOption.currentDirectory(),
            BlobListOption.pageSize(7))
        .iterateAll()
        .forEach(blob -> folders.add(blob.getName()));
    assertThat(folders).hasSize(100).startsWith("in/000/").endsWith("in/099/");
    List<String> some = new ArrayList<>();
    client
        .list(
            "bkt",
            BlobListOption.startOffset("in/000/00098"),
            BlobListOption.endOffset("in/001/00101"))
        .iterateAll()
        .forEach(blob -> some.add(blob.getName()));
    assertThat(some).containsExactly("in/000/00098", "in/000/00099", "in/001/00100");
  }

  private void put(int number) {
    String name = "in/%03d/%05d".formatted(number / 100, number);
    try {
      cloud.storage.put("bkt", name, "text/plain", new ByteArrayInputStream(new byte[] {1}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void copiesMovesAndComposes() {
    create("a", "one,");
    create("bkt", "two");
    client
        .copy(
            Storage.CopyRequest.newBuilder()
                .setSource("bkt", "a")
                .setTarget(BlobId.of("bkt", "c"))
                .build())
        .getResult();
    Blob composed = client.compose(Storage.ComposeRequest.of("bkt", List.of("c", "bkt"), "d"));
    Blob moved =
        client.moveBlob(
            Storage.MoveBlobRequest.newBuilder()
                .setSource(BlobId.of("bkt", "d"))
                .setTarget(BlobId.of("bkt", "e"))
                .build());

    assertThat(composed.getMd5()).isNull();
    assertThat(moved.getGeneration()).isGreaterThan(composed.getGeneration());
    assertThat(client.get("bkt", "d")).isNull();
    assertThat(new String(client.readAllBytes("bkt", "e"), UTF_8)).isEqualTo("one,two");
    assertThat(client.get("bkt", "c").getContentType()).isEqualTo("text/plain");
  }

  @Test
  void movesOnlyTheGenerationItWasShown() {
    Blob old = create("in/a.csv", "old");
    create("in/a.csv", "new");

    assertThatThrownBy(
            () ->
                client.moveBlob(
                    Storage.MoveBlobRequest.newBuilder()
                        .setSource(BlobId.of("bkt", "in/a.csv"))
                        .setTarget(BlobId.of("bkt", "claimed/a.csv"))
                        .setSourceOptions(BlobSourceOption.generationMatch(old.getGeneration()))
                        .build()))
        .hasMessageContaining("pre-conditions");
    assertThat(client.get("bkt", "claimed/a.csv")).isNull();
    assertThat(client.get("bkt", "in/a.csv")).isNotNull();
  }

  @Test
  void changesMetadataWithoutANewGeneration() {
    Blob blob = create("o", "x");
    Blob changed = blob.toBuilder().setMetadata(Map.of("k", "v")).build().update();

    assertThat(changed.getGeneration()).isEqualTo(blob.getGeneration());
    assertThat(changed.getMetageneration()).isEqualTo(2);
    assertThat(client.get("bkt", "o").getMetadata()).containsEntry("k", "v");
  }

  @Test
  void deletesOnceAndOnlyTheGenerationMeant() {
    Blob blob = create("o", "x");
    BlobId id = BlobId.of("bkt", "o");

    assertThatThrownBy(() -> client.delete(id, BlobSourceOption.generationMatch(1)))
        .hasMessageContaining("pre-conditions");
    assertThat(client.delete(id, BlobSourceOption.generationMatch(blob.getGeneration()))).isTrue();
    assertThat(client.delete(id)).isFalse();
  }

  @Test
  void deletesManyInOneBatch() {
    create("x", "1");
    create("y", "2");

    assertThat(
            client.delete(
                List.of(BlobId.of("bkt", "x"), BlobId.of("bkt", "y"), BlobId.of("bkt", "z"))))
        .containsExactly(true, true, false);
    assertThat(client.get("bkt", "x")).isNull();
  }

  @Test
  void goesOnAfterAKill(@TempDir Path elsewhere) throws Exception {
    Blob blob = create("o", "kept");
    create("o", "kept now");
    TestCloud.asKilled(folder, elsewhere);
    try (TestCloud again = TestCloud.in(elsewhere)) {
      Storage other = client(again);
      assertThat(new String(other.readAllBytes("bkt", "o"), UTF_8)).isEqualTo("kept now");
      Blob next = other.create(BlobInfo.newBuilder("bkt", "o").build(), new byte[0]);
      assertThat(next.getGeneration()).isGreaterThan(blob.getGeneration());
    }
  }
}

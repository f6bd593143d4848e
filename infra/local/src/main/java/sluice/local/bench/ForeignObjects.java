package sluice.local.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** What somebody hands over: objects that nothing compresses, in a bucket of theirs. */
final class ForeignObjects implements AutoCloseable {

  static final String BUCKET = "bench-handover";

  private static final int PART_MIB = 50;
  private static final int MEGABYTE = 1_000_000;
  private static final int PART_BYTES = PART_MIB << 20;
  private static final long SEED = 42;

  private final S3Client owner;
  private final Random random = new Random(SEED);

  ForeignObjects(S3Client owner) {
    this.owner = owner;
    owner.createBucket(bucket -> bucket.bucket(BUCKET));
  }

  /** Uploads an object in parts; its size. */
  long putLarge(String key, int megabytes) {
    byte[] part = new byte[PART_BYTES];
    random.nextBytes(part);
    String upload =
        owner.createMultipartUpload(object -> object.bucket(BUCKET).key(key)).uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    int count = (int) Math.max(2, (long) megabytes * MEGABYTE / PART_BYTES);
    for (int number = 1; number <= count; number++) {
      int of = number;
      ByteBuffer.wrap(part).putInt(of);
      String tag =
          owner
              .uploadPart(
                  request -> request.bucket(BUCKET).key(key).uploadId(upload).partNumber(of),
                  RequestBody.fromBytes(part))
              .eTag();
      parts.add(CompletedPart.builder().partNumber(of).eTag(tag).build());
    }
    owner.completeMultipartUpload(
        object ->
            object
                .bucket(BUCKET)
                .key(key)
                .uploadId(upload)
                .multipartUpload(all -> all.parts(parts)));
    return (long) count * part.length;
  }

  /** Uploads objects of 1 to 4 kB, several at a time. */
  void putSmall(String prefix, int from, int to) {
    IntStream.range(from, to)
        .parallel()
        .forEach(
            number -> {
              byte[] content = new byte[1_000 + number % 3_000];
              new Random(number).nextBytes(content);
              owner.putObject(
                  object -> object.bucket(BUCKET).key("%s%06d.ndjson".formatted(prefix, number)),
                  RequestBody.fromBytes(content));
            });
  }

  @Override
  public void close() {
    owner.close();
  }
}

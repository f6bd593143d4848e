package sluice.extract.objects;

import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.handover.ForeignBucket;
import sluice.handover.Proof;
import sluice.plan.Handover;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of Amazon S3. */
final class S3Bucket implements ForeignBucket {

  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;

  private final S3Client s3;
  private final Handover handover;
  private final Runnable closed;

  /**
   * @param closed ends what the client was built from
   */
  S3Bucket(S3Client s3, Handover handover, Runnable closed) {
    this.s3 = s3;
    this.handover = handover;
    this.closed = closed;
  }

  @Override
  public void list(String prefix, Consumer<Entry> each) {
    ListObjectsV2Request request =
        ListObjectsV2Request.builder()
            .bucket(handover.bucket())
            .prefix(prefix)
            .requestPayer(payer())
            .build();
    try {
      for (S3Object object : s3.listObjectsV2Paginator(request).contents()) {
        each.accept(new Entry(object.key(), object.eTag(), object.size(), object.lastModified()));
      }
    } catch (SdkException e) {
      throw S3Failures.of(e, handover, "listing " + prefix);
    }
  }

  @Override
  public Optional<InputStream> read(Entry entry, long from, long bytes) {
    return present(
            entry,
            "reading",
            () ->
                s3.getObject(
                    GetObjectRequest.builder()
                        .bucket(handover.bucket())
                        .key(entry.key())
                        .ifMatch(entry.tag())
                        .range("bytes=%d-%d".formatted(from, from + bytes - 1))
                        .requestPayer(payer())
                        .build()))
        .flatMap(content -> same(entry, content));
  }

  /** A content that came again under the same tag is another object, with a time of its own. */
  private static Optional<InputStream> same(
      Entry entry, ResponseInputStream<GetObjectResponse> content) {
    @Nullable Instant modified = content.response().lastModified();
    if (modified == null || seconds(modified).equals(seconds(entry.modified()))) {
      return Optional.of(content);
    }
    content.abort();
    return Optional.empty();
  }

  /** The header that it comes in has no more. */
  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  @Override
  public Proof proof(Entry entry) {
    return present(entry, "looking at", () -> s3.headObject(head(entry).build()))
        .map(head -> S3Proofs.of(entry, head, () -> firstPart(entry)))
        .orElseGet(Proof.Nothing::new);
  }

  /** How long the first part of a multipart upload is, where the server knows. */
  private Optional<Long> firstPart(Entry entry) {
    try {
      return Optional.ofNullable(s3.headObject(head(entry).partNumber(1).build()).contentLength())
          .filter(length -> length < entry.size());
    } catch (S3Exception e) {
      return Optional.empty();
    }
  }

  private HeadObjectRequest.Builder head(Entry entry) {
    return HeadObjectRequest.builder()
        .bucket(handover.bucket())
        .key(entry.key())
        .ifMatch(entry.tag())
        .checksumMode(ChecksumMode.ENABLED)
        .requestPayer(payer());
  }

  private @Nullable RequestPayer payer() {
    return handover.payer() == Handover.Payer.REQUESTER ? RequestPayer.REQUESTER : null;
  }

  /** What a call gives; nothing when the object is gone or another one. */
  private <T> Optional<T> present(Entry entry, String doing, Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND || e.statusCode() == PRECONDITION_FAILED) {
        return Optional.empty();
      }
      throw S3Failures.of(e, handover, doing + " " + entry.key());
    } catch (SdkException e) {
      throw S3Failures.of(e, handover, doing + " " + entry.key());
    }
  }

  @Override
  public void close() {
    s3.close();
    closed.run();
  }
}

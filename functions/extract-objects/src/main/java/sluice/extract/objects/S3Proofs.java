package sluice.extract.objects;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sluice.handover.Crc;
import sluice.handover.ForeignBucket.Entry;
import sluice.handover.Proof;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * What S3 says about an object's content, the best of it: a checksum of the whole, which S3 keeps
 * of each object since the end of 2024; otherwise the entity tag, which is an MD5 unless a key of
 * the customer's encrypts the object.
 */
final class S3Proofs {

  private static final Pattern TAG = Pattern.compile("\"?([0-9a-fA-F]{32})(?:-(\\d+))?\"?");

  private static final long MIB = 1L << 20;
  private static final long MB = 1_000_000;

  /** What upload tools cut by, where the server does not tell; S3 takes no part below 5 MiB. */
  private static final List<Long> PARTS =
      Stream.of(5, 8, 10, 15, 16, 20, 25, 32, 50, 64, 100, 128, 200, 250, 256, 500, 512, 1000, 1024)
          .flatMap(n -> Stream.of(n * MIB, n * MB))
          .filter(bytes -> bytes >= 5 * MIB)
          .toList();

  private S3Proofs() {}

  /**
   * The proof that an answer to HeadObject holds.
   *
   * @param firstPart asks how long the first part of a multipart upload is
   */
  static Proof of(Entry entry, HeadObjectResponse head, Supplier<Optional<Long>> firstPart) {
    if (head.checksumType() != ChecksumType.COMPOSITE) {
      Optional<Proof> checked =
          checked(Crc.CRC64NVME, head.checksumCRC64NVME())
              .or(() -> checked(Crc.CRC32C, head.checksumCRC32C()))
              .or(() -> checked(Crc.CRC32, head.checksumCRC32()));
      if (checked.isPresent()) {
        return checked.get();
      }
    }
    Matcher tag = TAG.matcher(entry.tag());
    if (!tag.matches() || encryptedByKey(head)) {
      return new Proof.Nothing();
    }
    String hex = tag.group(1).toLowerCase(Locale.ROOT);
    if (tag.group(2) == null) {
      return new Proof.Digested("MD5", hex);
    }
    int parts = Integer.parseInt(tag.group(2));
    Optional<Long> bytes =
        parts == 1
            ? Optional.of(entry.size())
            : firstPart
                .get()
                .filter(length -> fits(entry, length, parts))
                .or(() -> guess(entry, parts));
    return bytes
        .<Proof>map(length -> new Proof.DigestedInParts(hex, length))
        .orElseGet(Proof.Nothing::new);
  }

  private static Optional<Proof> checked(Crc crc, @Nullable String base64) {
    return Optional.ofNullable(base64)
        .filter(text -> text.indexOf('-') < 0)
        .map(text -> HexFormat.of().formatHex(Base64.getDecoder().decode(text)))
        .map(hex -> new Proof.Checked(crc, Long.parseUnsignedLong(hex, 16)));
  }

  private static boolean encryptedByKey(HeadObjectResponse head) {
    @Nullable ServerSideEncryption encryption = head.serverSideEncryption();
    return head.sseCustomerAlgorithm() != null
        || (encryption != null && encryption != ServerSideEncryption.AES256);
  }

  /**
   * The one size that upload tools cut by and that gives so many parts: the one that leaves no
   * smaller part at the end, if there is one. Of several none is taken: a wrong one would condemn
   * every copy.
   */
  private static Optional<Long> guess(Entry entry, int parts) {
    List<Long> possible = PARTS.stream().filter(length -> fits(entry, length, parts)).toList();
    List<Long> even = possible.stream().filter(length -> entry.size() % length == 0).toList();
    List<Long> best = even.isEmpty() ? possible : even;
    return best.size() == 1 ? Optional.of(best.get(0)) : Optional.empty();
  }

  private static boolean fits(Entry entry, long length, int parts) {
    return length > 0 && (entry.size() + length - 1) / length == parts;
  }
}

package sluice.handover;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * What is kept of a stretch that was copied.
 *
 * @param crc32c as Cloud Storage computes it
 * @param foreign the check that the object's own store keeps, where it keeps one
 * @param digests in lower-case hex: of the stretch, or of each part in it
 */
public record Fingerprint(long bytes, long crc32c, long foreign, List<String> digests) {

  public Fingerprint {
    digests = List.copyOf(digests);
  }

  /** The CRC32C of stretches, one behind another. */
  static int crc32c(List<Fingerprint> stretches) {
    long all = 0;
    for (Fingerprint next : stretches) {
      all = Crc.CRC32C.combine(all, next.crc32c, next.bytes);
    }
    return (int) all;
  }

  /** The other store's check of stretches, one behind another. */
  static long foreign(Crc crc, List<Fingerprint> stretches) {
    long all = 0;
    for (Fingerprint next : stretches) {
      all = crc.combine(all, next.foreign, next.bytes);
    }
    return all;
  }

  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("no " + algorithm, e);
    }
  }
}

package sluice.handover;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** Computes what a proof compares, while bytes go by. */
final class Fingerprinting {

  private final CRC32C crc32c = new CRC32C();
  private final Optional<Checksum> foreign;
  private final Optional<MessageDigest> digest;
  private final long partBytes;
  private final List<String> digests = new ArrayList<>();
  private long bytes;
  private long inPart;

  private Fingerprinting(
      Optional<Checksum> foreign, Optional<MessageDigest> digest, long partBytes) {
    this.foreign = foreign;
    this.digest = digest;
    this.partBytes = partBytes;
  }

  static Fingerprinting of(Proof proof) {
    if (proof instanceof Proof.Checked checked) {
      return new Fingerprinting(
          Optional.of(checked.crc().begin()), Optional.empty(), Long.MAX_VALUE);
    } else if (proof instanceof Proof.Digested digested) {
      return new Fingerprinting(
          Optional.empty(), Optional.of(Fingerprint.digest(digested.algorithm())), Long.MAX_VALUE);
    } else if (proof instanceof Proof.DigestedInParts inParts) {
      return new Fingerprinting(
          Optional.empty(), Optional.of(Fingerprint.digest("MD5")), inParts.partBytes());
    }
    return new Fingerprinting(Optional.empty(), Optional.empty(), Long.MAX_VALUE);
  }

  void update(byte[] buffer, int length) {
    bytes += length;
    crc32c.update(buffer, 0, length);
    foreign.ifPresent(checksum -> checksum.update(buffer, 0, length));
    digest.ifPresent(counted -> digest(counted, buffer, length));
  }

  private void digest(MessageDigest counted, byte[] buffer, int length) {
    int at = 0;
    while (at < length) {
      int next = (int) Math.min(length - at, partBytes - inPart);
      counted.update(buffer, at, next);
      at += next;
      inPart += next;
      if (inPart == partBytes) {
        endPart(counted);
      }
    }
  }

  private void endPart(MessageDigest counted) {
    digests.add(HexFormat.of().formatHex(counted.digest()));
    inPart = 0;
  }

  Fingerprint finish() {
    if (inPart > 0) {
      digest.ifPresent(this::endPart);
    }
    return new Fingerprint(
        bytes, crc32c.getValue(), foreign.map(Checksum::getValue).orElse(0L), digests);
  }
}

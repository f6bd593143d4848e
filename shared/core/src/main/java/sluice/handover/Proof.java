package sluice.handover;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** What a store says about an object's content, by which a copy is known to be right. */
public sealed interface Proof {

  /** Whether stretches that were read, one behind another, are that content. */
  boolean holds(List<Fingerprint> stretches);

  /**
   * How long a stretch may be whose fingerprint says enough; a multiple of it says enough too.
   *
   * @param size of the object
   */
  long stretch(long size);

  /** A check of the whole content. */
  record Checked(Crc crc, long value) implements Proof {
    @Override
    public boolean holds(List<Fingerprint> stretches) {
      return Fingerprint.foreign(crc, stretches) == value;
    }

    @Override
    public long stretch(long size) {
      return 1;
    }
  }

  /**
   * A digest of the whole content.
   *
   * @param algorithm as {@link MessageDigest} names it
   * @param hex in lower case
   */
  record Digested(String algorithm, String hex) implements Proof {
    @Override
    public boolean holds(List<Fingerprint> stretches) {
      return stretches.size() == 1 && stretches.get(0).digests().equals(List.of(hex));
    }

    @Override
    public long stretch(long size) {
      return size;
    }
  }

  /**
   * The MD5 of the MD5s of parts of one size: the entity tag of a multipart upload.
   *
   * @param hex in lower case
   * @param partBytes the size of each part but the last
   */
  record DigestedInParts(String hex, long partBytes) implements Proof {
    @Override
    public boolean holds(List<Fingerprint> stretches) {
      MessageDigest all = Fingerprint.digest("MD5");
      stretches.stream()
          .flatMap(stretch -> stretch.digests().stream())
          .forEach(part -> all.update(HexFormat.of().parseHex(part)));
      return HexFormat.of().formatHex(all.digest()).equals(hex);
    }

    @Override
    public long stretch(long size) {
      return partBytes;
    }
  }

  /** Nothing that we could compute too; the length alone is compared. */
  record Nothing() implements Proof {
    @Override
    public boolean holds(List<Fingerprint> stretches) {
      return true;
    }

    @Override
    public long stretch(long size) {
      return 1;
    }
  }
}

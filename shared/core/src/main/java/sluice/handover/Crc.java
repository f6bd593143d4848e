package sluice.handover;

import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * Cyclic redundancy checks that object stores keep of a whole object. Those of two stretches make
 * that of both, so stretches are read at a time, and in any order.
 */
public enum Crc {
  /** IEEE 802.3. */
  CRC32(32, 0xEDB88320L, CRC32::new),
  /** Castagnoli's, RFC 3720. */
  CRC32C(32, 0x82F63B78L, CRC32C::new),
  /** Of the NVM Express specification; what S3 computes where an uploader gives nothing. */
  CRC64NVME(64, Crc64Nvme.POLYNOMIAL, Crc64Nvme::new);

  private final int width;
  private final long polynomial;
  private final Supplier<Checksum> made;

  Crc(int width, long polynomial, Supplier<Checksum> made) {
    this.width = width;
    this.polynomial = polynomial;
    this.made = made;
  }

  /** Begins to compute one. */
  public Checksum begin() {
    return made.get();
  }

  /**
   * That of two stretches, the second behind the first: the first's times x to the power of the
   * second's bits, modulo the polynomial, plus the second's.
   *
   * @param bytes how long the second stretch is
   */
  public long combine(long first, long second, long bytes) {
    return times(power(8 * bytes), first) ^ second;
  }

  /** x to a power; bits are reflected, so that x to the power of 0 is the highest one. */
  private long power(long exponent) {
    long result = 1L << (width - 1);
    long square = 1L << (width - 2);
    for (long rest = exponent; rest > 0; rest >>>= 1) {
      if ((rest & 1) == 1) {
        result = times(square, result);
      }
      square = times(square, square);
    }
    return result;
  }

  private long times(long one, long other) {
    long product = 0;
    long shifted = other;
    for (int bit = width - 1; bit >= 0; bit--) {
      if ((one >>> bit & 1) == 1) {
        product ^= shifted;
      }
      shifted = (shifted & 1) == 1 ? shifted >>> 1 ^ polynomial : shifted >>> 1;
    }
    return product;
  }
}

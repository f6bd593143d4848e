package sluice.handover;

import java.util.zip.Checksum;

/** The 64-bit check of the NVM Express specification, eight bytes at a time. */
final class Crc64Nvme implements Checksum {

  /** Reflected. */
  static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;

  private static final int STRIDE = 8;

  /** For each place of a stride, what each value of its byte makes of the remainder. */
  private static final long[][] TABLES = tables();

  private long remainder = ~0L;

  @Override
  public void update(int b) {
    remainder = TABLES[0][(int) (remainder ^ b) & 0xFF] ^ remainder >>> 8;
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    for (; at + STRIDE <= end; at += STRIDE) {
      long next = 0;
      for (int place = 0; place < STRIDE; place++) {
        int value = (int) (remainder >>> 8 * place ^ bytes[at + place]) & 0xFF;
        next ^= TABLES[STRIDE - 1 - place][value];
      }
      remainder = next;
    }
    for (; at < end; at++) {
      update(bytes[at]);
    }
  }

  @Override
  public long getValue() {
    return ~remainder;
  }

  @Override
  public void reset() {
    remainder = ~0L;
  }

  private static long[][] tables() {
    long[][] tables = new long[STRIDE][256];
    for (int value = 0; value < 256; value++) {
      long remainder = value;
      for (int bit = 0; bit < 8; bit++) {
        remainder = (remainder & 1) == 1 ? remainder >>> 1 ^ POLYNOMIAL : remainder >>> 1;
      }
      tables[0][value] = remainder;
    }
    for (int place = 1; place < STRIDE; place++) {
      for (int value = 0; value < 256; value++) {
        long before = tables[place - 1][value];
        tables[place][value] = tables[0][(int) before & 0xFF] ^ before >>> 8;
      }
    }
    return tables;
  }
}

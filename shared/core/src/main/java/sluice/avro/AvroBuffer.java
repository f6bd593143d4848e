package sluice.avro;

import java.util.Arrays;

/**
 * Memory that values are written into in Avro's binary encoding, and that is used again. Not safe
 * for use by several threads.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#binary-encoding">Avro's binary
 *     encoding</a>
 */
public final class AvroBuffer {
  private static final int LONGEST_VARINT = 10;
  private static final int LARGE = 4 << 20;

  private byte[] bytes;
  private int size;

  public AvroBuffer(int capacity) {
    this.bytes = new byte[capacity];
  }

  /** How many bytes are written. */
  public int size() {
    return size;
  }

  /** Forgets what was written past {@code mark}, an earlier {@link #size}. */
  public void truncate(int mark) {
    if (mark < 0 || mark > size) {
      throw new IllegalArgumentException("mark " + mark + " is not within 0.." + size);
    }
    size = mark;
  }

  /** An int, a long, a length, a count or the index of a union's branch. */
  public void writeLong(long value) {
    reserve(LONGEST_VARINT);
    long zigzag = (value << 1) ^ (value >> 63);
    byte[] target = bytes;
    int at = size;
    while ((zigzag & ~0x7FL) != 0) {
      target[at++] = (byte) ((zigzag & 0x7F) | 0x80);
      zigzag >>>= 7;
    }
    target[at++] = (byte) zigzag;
    size = at;
  }

  public void writeBoolean(boolean value) {
    reserve(1);
    bytes[size++] = (byte) (value ? 1 : 0);
  }

  /** A float by its IEEE 754 bits. */
  public void writeFloatBits(int bits) {
    reserve(Float.BYTES);
    for (int shift = 0; shift < Float.SIZE; shift += Byte.SIZE) {
      bytes[size++] = (byte) (bits >>> shift);
    }
  }

  /** A double by its IEEE 754 bits. */
  public void writeDoubleBits(long bits) {
    reserve(Double.BYTES);
    for (int shift = 0; shift < Double.SIZE; shift += Byte.SIZE) {
      bytes[size++] = (byte) (bits >>> shift);
    }
  }

  /** A string in UTF-8, or bytes: the length, then the bytes. */
  public void writeBytes(byte[] source, int offset, int length) {
    writeLong(length);
    append(source, offset, length);
  }

  /** Everything that another buffer holds, as it stands. */
  public void append(AvroBuffer other) {
    append(other.bytes, 0, other.size);
  }

  /** An unscaled decimal: the fewest bytes of two's complement, the highest first. */
  public void writeDecimal(long unscaled) {
    int length = 1;
    while (length < Long.BYTES && unscaled >> (8 * length - 1) != unscaled >> 63) {
      length++;
    }
    writeLong(length);
    reserve(length);
    for (int index = length - 1; index >= 0; index--) {
      bytes[size++] = (byte) (unscaled >> (8 * index));
    }
  }

  byte[] array() {
    return bytes;
  }

  private void append(byte[] source, int offset, int length) {
    reserve(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  /** Twice as large, but a quarter larger where that would be memory that is never used. */
  private static int grown(int size) {
    return size < LARGE
        ? 2 * size
        : (int) Math.min(size + (long) (size >> 2), Integer.MAX_VALUE - 8);
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      int wanted = Math.addExact(size, more);
      bytes = Arrays.copyOf(bytes, Math.max(wanted, grown(size)));
    }
  }
}

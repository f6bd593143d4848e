package sluice.avro;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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
  private static final int UUID_CHARACTERS = 36;

  /** A byte's two hexadecimal digits, the first one in the low byte. */
  private static final short[] HEX = hex();

  private static final VarHandle SHORT = view(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT = view(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG = view(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle HIGHEST_FIRST = view(long[].class, ByteOrder.BIG_ENDIAN);

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
    put(value);
  }

  public void writeBoolean(boolean value) {
    reserve(1);
    bytes[size++] = (byte) (value ? 1 : 0);
  }

  /** A float by its IEEE 754 bits. */
  public void writeFloatBits(int bits) {
    reserve(Float.BYTES);
    INT.set(bytes, size, bits);
    size += Float.BYTES;
  }

  /** A double by its IEEE 754 bits. */
  public void writeDoubleBits(long bits) {
    reserve(Double.BYTES);
    LONG.set(bytes, size, bits);
    size += Double.BYTES;
  }

  /** A string in UTF-8, or bytes: the length, then the bytes. */
  public void writeBytes(byte[] source, int offset, int length) {
    reserve(Math.addExact(LONGEST_VARINT, length));
    put(length);
    put(source, offset, length);
  }

  /** A UUID as a string, like {@code 123e4567-e89b-12d3-a456-426614174000}. */
  public void writeUuid(long high, long low) {
    reserve(LONGEST_VARINT + UUID_CHARACTERS);
    put(UUID_CHARACTERS);
    putHex(high, 56, 4);
    bytes[size++] = '-';
    putHex(high, 24, 2);
    bytes[size++] = '-';
    putHex(high, 8, 2);
    bytes[size++] = '-';
    putHex(low, 56, 2);
    bytes[size++] = '-';
    putHex(low, 40, 6);
  }

  /** Everything that another buffer holds, as it stands. */
  public void append(AvroBuffer other) {
    reserve(other.size);
    put(other.bytes, 0, other.size);
  }

  /** An unscaled decimal: the fewest bytes of two's complement, the highest first. */
  public void writeDecimal(long unscaled) {
    int length =
        Long.BYTES - (Long.numberOfLeadingZeros(unscaled ^ (unscaled >> 63)) - 1) / Byte.SIZE;
    reserve(LONGEST_VARINT + Long.BYTES);
    put(length);
    HIGHEST_FIRST.set(bytes, size, unscaled << (Long.SIZE - Byte.SIZE * length));
    size += length;
  }

  byte[] array() {
    return bytes;
  }

  private void putHex(long bits, int first, int count) {
    byte[] target = bytes;
    int at = size;
    for (int shift = first; shift > first - count * Byte.SIZE; shift -= Byte.SIZE) {
      SHORT.set(target, at, HEX[(int) (bits >>> shift) & 0xFF]);
      at += 2;
    }
    size = at;
  }

  private void put(long value) {
    long zigzag = (value << 1) ^ (value >> 63);
    byte[] target = bytes;
    int at = size;
    while ((zigzag & ~0x7FL) != 0) {
      target[at++] = (byte) (zigzag | 0x80);
      zigzag >>>= 7;
    }
    target[at] = (byte) zigzag;
    size = at + 1;
  }

  private void put(byte[] source, int offset, int length) {
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

  private static short[] hex() {
    short[] pairs = new short[256];
    for (int value = 0; value < pairs.length; value++) {
      pairs[value] =
          (short) (Character.forDigit(value & 0xF, 16) << 8 | Character.forDigit(value >> 4, 16));
    }
    return pairs;
  }

  private static VarHandle view(Class<?> numbers, ByteOrder order) {
    return MethodHandles.byteArrayViewVarHandle(numbers, order);
  }
}

package sluice.extract.mysql;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.util.concurrent.TimeUnit;
import sluice.avro.AvroBuffer;
import sluice.extract.database.Loss;
import sluice.extract.database.Losses;

/**
 * Decoders of values that stand alone.
 *
 * @see <a href="https://mariadb.com/docs/server/reference/clientserver-protocol">The protocol's
 *     binary values</a>
 */
final class Decoders {
  private static final long DAY_MICROS = TimeUnit.DAYS.toMicros(1);
  private static final int DATE_LENGTH = 4;
  private static final int SECONDS_LENGTH = 7;
  private static final int NO_DAY = Integer.MIN_VALUE;
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

  /** A geometry begins with the number of its reference system. */
  private static final int SRID_LENGTH = 4;

  private Decoders() {}

  static boolean int8(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    out.writeLong(in[at]);
    return true;
  }

  static boolean uint8(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    out.writeLong(in[at] & 0xFF);
    return true;
  }

  static boolean int16(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    out.writeLong(LittleEndian.int16(in, at));
    return true;
  }

  static boolean uint16(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    out.writeLong(LittleEndian.int16(in, at) & 0xFFFF);
    return true;
  }

  static boolean int32(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    out.writeLong(LittleEndian.int32(in, at));
    return true;
  }

  static boolean uint32(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    out.writeLong(Integer.toUnsignedLong(LittleEndian.int32(in, at)));
    return true;
  }

  static boolean int64(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    out.writeLong(LittleEndian.int64(in, at));
    return true;
  }

  /** As a decimal: half of them are beyond INT64. */
  static boolean uint64(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    writeUnsigned(LittleEndian.int64(in, at), out);
    return true;
  }

  static boolean float32(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    out.writeFloatBits(LittleEndian.int32(in, at));
    return true;
  }

  static boolean float64(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    out.writeDoubleBits(LittleEndian.int64(in, at));
    return true;
  }

  /** Bytes, or text, which the server sends in UTF-8. */
  static boolean bytes(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    out.writeBytes(in, at, length);
    return true;
  }

  static boolean bit(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    out.writeBoolean(bits(in, at, length) != 0);
    return true;
  }

  /** Up to 63 bits. */
  static boolean bits(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    out.writeLong(bits(in, at, length));
    return true;
  }

  static boolean bits64(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    writeUnsigned(bits(in, at, length), out);
    return true;
  }

  /** The hexadecimal form of a geometry's well-known binary. */
  static boolean geometry(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    byte[] text = new byte[2 * Math.max(0, length - SRID_LENGTH)];
    for (int index = 0; index < text.length / 2; index++) {
      byte value = in[at + SRID_LENGTH + index];
      text[2 * index] = HEX[value >> 4 & 0xF];
      text[2 * index + 1] = HEX[value & 0xF];
    }
    out.writeBytes(text, 0, text.length);
    return true;
  }

  /** As an array: its numbers have four bytes each. */
  static boolean vector(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    if (length > 0) {
      out.writeLong(length / Float.BYTES);
      for (int next = at; next < at + length; next += Float.BYTES) {
        out.writeFloatBits(LittleEndian.int32(in, next));
      }
    }
    out.writeLong(0);
    return true;
  }

  static boolean date(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    int day = day(in, at, length, losses);
    if (day == NO_DAY) {
      return false;
    }
    out.writeLong(day);
    return true;
  }

  /** With a zone or without: the session's zone is UTC. */
  static boolean datetime(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    int day = day(in, at, length, losses);
    if (day == NO_DAY) {
      return false;
    }
    long seconds = length < SECONDS_LENGTH ? 0 : in[at + 4] * 3_600L + in[at + 5] * 60 + in[at + 6];
    long micros = length > SECONDS_LENGTH ? LittleEndian.int32(in, at + SECONDS_LENGTH) : 0;
    out.writeLong(day * DAY_MICROS + seconds * 1_000_000 + micros);
    return true;
  }

  /** Days since 1970; {@link #NO_DAY}, counted, where the calendar has no such day. */
  private static int day(byte[] in, int at, int length, Losses losses) {
    int year = length < DATE_LENGTH ? 0 : LittleEndian.int16(in, at);
    int month = length < DATE_LENGTH ? 0 : in[at + 2];
    int day = length < DATE_LENGTH ? 0 : in[at + 3];
    Loss loss = Days.problem(year, month, day);
    if (loss != null) {
      losses.count(loss);
      return NO_DAY;
    }
    return Days.sinceEpoch(year, month, day);
  }

  private static long bits(byte[] in, int at, int length) {
    long value = 0;
    for (int index = 0; index < length; index++) {
      value = (value << Byte.SIZE) | (in[at + index] & 0xFF);
    }
    return value;
  }

  private static void writeUnsigned(long value, AvroBuffer out) {
    if (value >= 0) {
      out.writeDecimal(value);
    } else {
      byte[] bytes = new BigInteger(Long.toUnsignedString(value)).toByteArray();
      out.writeBytes(bytes, 0, bytes.length);
    }
  }
}

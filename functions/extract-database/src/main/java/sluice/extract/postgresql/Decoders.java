package sluice.extract.postgresql;

import java.util.concurrent.TimeUnit;
import sluice.avro.AvroBuffer;
import sluice.extract.database.Loss;
import sluice.extract.database.Losses;

/**
 * Decoders of values that stand alone.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY's binary format; each
 *     type's own is what its send function writes</a>
 */
final class Decoders {
  /** Days from 1970-01-01 to 2000-01-01, PostgreSQL's epoch. */
  private static final int EPOCH_DAYS = 10_957;

  private static final long EPOCH_MICROS = TimeUnit.DAYS.toMicros(EPOCH_DAYS);
  private static final long DAY_MICROS = TimeUnit.DAYS.toMicros(1);

  /** 0001-01-01 and 9999-12-31, BigQuery's first and last day. */
  private static final int FIRST_DAY = -719_162;

  private static final int LAST_DAY = 2_932_896;

  private Decoders() {}

  static boolean bool(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    out.writeBoolean(in[at] != 0);
    return true;
  }

  static boolean int2(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    out.writeLong(BigEndian.int16(in, at));
    return true;
  }

  static boolean int4(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    out.writeLong(BigEndian.int32(in, at));
    return true;
  }

  static boolean int8(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    out.writeLong(BigEndian.int64(in, at));
    return true;
  }

  static boolean oid(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    out.writeLong(Integer.toUnsignedLong(BigEndian.int32(in, at)));
    return true;
  }

  static boolean float4(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    out.writeFloatBits(BigEndian.int32(in, at));
    return true;
  }

  static boolean float8(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    out.writeDoubleBits(BigEndian.int64(in, at));
    return true;
  }

  /** Bytes, or text: the server sends UTF-8, and checks it even where its own encoding is none. */
  static boolean bytes(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    out.writeBytes(in, at, length);
    return true;
  }

  static boolean uuid(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    out.writeUuid(BigEndian.int64(in, at), BigEndian.int64(in, at + Long.BYTES));
    return true;
  }

  static boolean date(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    int days = BigEndian.int32(in, at);
    if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
      return losses.count(Loss.INFINITY);
    }
    int unixDays = days + EPOCH_DAYS;
    if (unixDays < FIRST_DAY || unixDays > LAST_DAY) {
      return losses.count(Loss.OUT_OF_RANGE);
    }
    out.writeLong(unixDays);
    return true;
  }

  static boolean time(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    long micros = BigEndian.int64(in, at);
    if (micros >= DAY_MICROS) {
      return losses.count(Loss.END_OF_DAY);
    }
    out.writeLong(micros);
    return true;
  }

  /** With a zone or without: both count microseconds from 2000-01-01. */
  static boolean timestamp(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    long micros = BigEndian.int64(in, at);
    if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
      return losses.count(Loss.INFINITY);
    }
    long unixMicros = micros + EPOCH_MICROS;
    if (unixMicros < FIRST_DAY * DAY_MICROS || unixMicros >= (LAST_DAY + 1) * DAY_MICROS) {
      return losses.count(Loss.OUT_OF_RANGE);
    }
    out.writeLong(unixMicros);
    return true;
  }
}

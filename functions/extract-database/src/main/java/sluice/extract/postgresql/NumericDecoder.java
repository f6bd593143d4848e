package sluice.extract.postgresql;

import java.math.BigInteger;
import sluice.avro.AvroBuffer;
import sluice.extract.database.Decoder;
import sluice.extract.database.Loss;
import sluice.extract.database.Losses;

/**
 * Decodes {@code numeric(p,s)} to an unscaled integer.
 *
 * <p>PostgreSQL sends the number of digits, the weight of the first, a sign and a display scale,
 * then digits to the base of 10,000.
 */
final class NumericDecoder implements Decoder {
  private static final int HEAD = 8;
  private static final int DECIMALS_A_DIGIT = 4;
  private static final int BASE = 10_000;
  private static final int NEGATIVE = 0x4000;
  private static final int NOT_A_NUMBER = 0xC000;
  private static final int INFINITY = 0xD000;
  private static final int MINUS_INFINITY = 0xF000;

  /** With the first digit at or below this power of ten, the whole number fits a long. */
  private static final int LARGEST_EXPONENT = 14;

  private static final long[] POWERS = powers();

  private final int scale;

  NumericDecoder(int scale) {
    this.scale = scale;
  }

  @Override
  public boolean decode(byte[] in, int at, int length, AvroBuffer out, Losses losses) {
    int digits = BigEndian.int16(in, at);
    int sign = BigEndian.int16(in, at + 4) & 0xFFFF;
    if (sign == NOT_A_NUMBER) {
      return losses.count(Loss.NOT_A_NUMBER);
    }
    if (sign == INFINITY || sign == MINUS_INFINITY) {
      return losses.count(Loss.INFINITY);
    }
    int exponent = DECIMALS_A_DIGIT * BigEndian.int16(in, at + 2) + scale;
    if (exponent <= LARGEST_EXPONENT) {
      long unscaled = small(in, at + HEAD, digits, exponent);
      out.writeDecimal(sign == NEGATIVE ? -unscaled : unscaled);
    } else {
      BigInteger unscaled = large(in, at + HEAD, digits, exponent);
      byte[] bytes = (sign == NEGATIVE ? unscaled.negate() : unscaled).toByteArray();
      out.writeBytes(bytes, 0, bytes.length);
    }
    return true;
  }

  /** A number's last digit may reach past the scale, with zeros that the column's type cut. */
  private static long small(byte[] in, int at, int digits, int first) {
    long unscaled = 0;
    int exponent = first;
    for (int index = 0; index < digits; index++) {
      int digit = BigEndian.int16(in, at + 2 * index);
      if (exponent >= 0) {
        unscaled += digit * POWERS[exponent];
      } else if (exponent > -DECIMALS_A_DIGIT) {
        unscaled += digit / POWERS[-exponent];
      }
      exponent -= DECIMALS_A_DIGIT;
    }
    return unscaled;
  }

  private static BigInteger large(byte[] in, int at, int digits, int first) {
    BigInteger number = BigInteger.ZERO;
    BigInteger base = BigInteger.valueOf(BASE);
    for (int index = 0; index < digits; index++) {
      int digit = BigEndian.int16(in, at + 2 * index);
      number = number.multiply(base).add(BigInteger.valueOf(digit));
    }
    int last = first - DECIMALS_A_DIGIT * (digits - 1);
    return last >= 0
        ? number.multiply(BigInteger.TEN.pow(last))
        : number.divide(BigInteger.TEN.pow(-last));
  }

  private static long[] powers() {
    long[] powers = new long[LARGEST_EXPONENT + 1];
    powers[0] = 1;
    for (int index = 1; index < powers.length; index++) {
      powers[index] = 10 * powers[index - 1];
    }
    return powers;
  }
}

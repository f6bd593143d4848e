package sluice.local.sql.udf;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * How a BIGNUMERIC is kept in DuckDB, whose decimals end at 38 digits: as a key, a text of 64
 * hexadecimal digits whose order is the numbers' order.
 *
 * <p>BigQuery's limits are exactly those of a signed integer of 256 bits, counting units of the
 * 38th decimal place. The key is that integer plus 2^255, so that none is negative: equal numbers
 * have equal keys, and a smaller number has the smaller text.
 */
public final class BigNumerics {
  private static final int SCALE = 38;
  private static final int BITS = 256;
  private static final int DIGITS = BITS / 4;
  private static final int WHOLE_DIGITS = 39;
  private static final BigInteger OFFSET = BigInteger.ONE.shiftLeft(BITS - 1);

  private BigNumerics() {}

  static void addTo(Registrar all) {
    all.add("gs_parse_bignumeric", "TEXT -> TEXT", a -> parse((String) a[0]));
    all.add("gs_double_bignumeric", "DOUBLE -> TEXT", a -> ofDouble((Double) a[0]));
    all.add("gs_bignumeric_text", "TEXT -> TEXT", a -> text((String) a[0]));
    all.add("gs_bignumeric_numeric", "TEXT -> NUMERIC", a -> Numerics.fit(value(a), "CAST"));
    all.add("gs_bignumeric_double", "TEXT -> DOUBLE", a -> value(a).doubleValue());
    all.add("gs_bignumeric_int64", "TEXT -> LONG", a -> whole(value(a)));
  }

  /**
   * The key of a number, rounded half away from zero to 38 places.
   *
   * @throws ArithmeticException where BIGNUMERIC does not reach so far
   */
  public static String key(BigDecimal value) {
    String digits =
        Decimals.round(value, SCALE, WHOLE_DIGITS)
            .map(rounded -> rounded.unscaledValue().add(OFFSET))
            .filter(shifted -> shifted.signum() >= 0 && shifted.bitLength() <= BITS)
            .orElseThrow(() -> new ArithmeticException("BIGNUMERIC overflow"))
            .toString(16);
    return "0".repeat(DIGITS - digits.length()) + digits;
  }

  /** The number of a key, without zeros at the end. */
  public static BigDecimal value(String key) {
    BigDecimal exact = new BigDecimal(new BigInteger(key, 16).subtract(OFFSET), SCALE);
    return exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
  }

  /** The number of a key as GoogleSQL writes it: all digits, none in vain. */
  public static String text(String key) {
    return value(key).toPlainString();
  }

  private static BigDecimal value(Object[] arguments) {
    return value((String) arguments[0]);
  }

  private static String parse(String text) {
    try {
      return key(new BigDecimal(text.strip()));
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException("Invalid BIGNUMERIC value: " + text, e);
    }
  }

  private static String ofDouble(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new ArithmeticException(
          "Illegal conversion of non-finite floating point number to BIGNUMERIC: " + value);
    }
    return key(new BigDecimal(value));
  }

  private static Long whole(BigDecimal value) {
    return value.setScale(0, RoundingMode.HALF_UP).longValueExact();
  }
}

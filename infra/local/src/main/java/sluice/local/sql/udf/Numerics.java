package sluice.local.sql.udf;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** NUMERIC: 29 digits before the point and 9 after it, exact. */
final class Numerics {
  private static final int SCALE = 9;
  private static final int WHOLE_DIGITS = 29;

  private Numerics() {}

  static void addTo(Registrar all) {
    all.add(
        "gs_numeric_multiply", "NUMERIC NUMERIC -> NUMERIC", a -> fit(x(a).multiply(y(a)), "*"));
    all.add("gs_numeric_divide", "NUMERIC NUMERIC -> NUMERIC", a -> divide(x(a), y(a)));
    all.add("gs_numeric_div", "NUMERIC NUMERIC -> NUMERIC", a -> fit(whole(x(a), y(a)), "DIV"));
    all.add("gs_numeric_mod", "NUMERIC NUMERIC -> NUMERIC", a -> mod(x(a), y(a)));
    all.add("gs_numeric_round", "NUMERIC LONG -> NUMERIC", a -> places(a, RoundingMode.HALF_UP));
    all.add("gs_numeric_trunc", "NUMERIC LONG -> NUMERIC", a -> places(a, RoundingMode.DOWN));
    all.add(
        "gs_numeric_ceil",
        "NUMERIC -> NUMERIC",
        a -> fit(x(a).setScale(0, RoundingMode.CEILING), "CEIL"));
    all.add(
        "gs_numeric_floor",
        "NUMERIC -> NUMERIC",
        a -> fit(x(a).setScale(0, RoundingMode.FLOOR), "FLOOR"));
    all.add("gs_double_numeric", "DOUBLE -> NUMERIC", a -> ofDouble((Double) a[0]));
    all.add("gs_parse_numeric", "TEXT -> NUMERIC", a -> parse((String) a[0]));
  }

  private static BigDecimal x(Object[] arguments) {
    return (BigDecimal) arguments[0];
  }

  private static BigDecimal y(Object[] arguments) {
    return (BigDecimal) arguments[1];
  }

  /** Rounds half away from zero to nine places. */
  static BigDecimal fit(BigDecimal exact, String what) {
    return Decimals.round(exact, SCALE, WHOLE_DIGITS)
        .orElseThrow(() -> new ArithmeticException("numeric overflow: " + what));
  }

  private static BigDecimal divide(BigDecimal x, BigDecimal y) {
    requireNotZero(x, y);
    return fit(
        x.divide(y, SCALE, RoundingMode.HALF_UP), x.toPlainString() + " / " + y.toPlainString());
  }

  private static BigDecimal whole(BigDecimal x, BigDecimal y) {
    requireNotZero(x, y);
    return x.divide(y, 0, RoundingMode.DOWN);
  }

  private static BigDecimal mod(BigDecimal x, BigDecimal y) {
    requireNotZero(x, y);
    return fit(x.remainder(y, MathContext.UNLIMITED), "MOD");
  }

  private static void requireNotZero(BigDecimal x, BigDecimal y) {
    if (y.signum() == 0) {
      throw new ArithmeticException(
          "division by zero: " + x.toPlainString() + " / " + y.toPlainString());
    }
  }

  private static BigDecimal places(Object[] a, RoundingMode mode) {
    long digits = (Long) a[1];
    if (digits >= SCALE) {
      return x(a);
    }
    return digits < -40
        ? BigDecimal.ZERO.setScale(SCALE)
        : fit(x(a).setScale((int) digits, mode), "ROUND");
  }

  private static BigDecimal ofDouble(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new ArithmeticException(
          "Illegal conversion of non-finite floating point number to NUMERIC: " + value);
    }
    return fit(new BigDecimal(value), Double.toString(value));
  }

  static BigDecimal parse(String text) {
    try {
      return fit(new BigDecimal(text.strip()), text);
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException("Invalid NUMERIC value: " + text, e);
    }
  }
}

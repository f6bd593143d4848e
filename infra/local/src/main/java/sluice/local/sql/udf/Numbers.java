package sluice.local.sql.udf;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** FLOAT64 and INT64, with GoogleSQL's errors. */
final class Numbers {
  private Numbers() {}

  static void addTo(Registrar all) {
    all.ofDoubles("gs_double_add", (x, y) -> finite(x + y, x, y, "+"));
    all.ofDoubles("gs_double_subtract", (x, y) -> finite(x - y, x, y, "-"));
    all.ofDoubles("gs_double_multiply", (x, y) -> finite(x * y, x, y, "*"));
    all.ofDoubles("gs_double_divide", Numbers::divide);
    all.add("gs_double_safe_divide", "DOUBLE DOUBLE -> DOUBLE", Numbers::safeDivide);
    all.add("gs_double_sum", "DOUBLE BOOL -> DOUBLE", Numbers::sum);
    all.add(
        "gs_double_round", "DOUBLE LONG -> DOUBLE", a -> places((Double) a[0], (Long) a[1], true));
    all.add(
        "gs_double_trunc", "DOUBLE LONG -> DOUBLE", a -> places((Double) a[0], (Long) a[1], false));
    all.ofDouble("gs_sign", x -> Double.isNaN(x) ? x : Math.signum(x));
    addFunctions(all);
    all.ofLongs("gs_shift_left", (x, n) -> n >= 64 ? 0 : x << shift(n));
    all.ofLongs("gs_shift_right", (x, n) -> n >= 64 ? 0 : x >>> shift(n));
    all.ofLongs("gs_floor_div", Math::floorDiv);
    all.ofLongs("gs_floor", (x, unit) -> Math.floorDiv(x, unit) * unit);
    all.ofLong("gs_step", Numbers::step);
    all.ofLongs("gs_offset", (i, length) -> element(i, i, length));
    all.ofLongs("gs_ordinal", (i, length) -> element(i - 1, i, length));
    all.add("gs_error", "TEXT -> TEXT", a -> raise((String) a[0]));
  }

  private static void addFunctions(Registrar all) {
    real(all, "sqrt", x -> Math.sqrt(require(x >= 0 || Double.isNaN(x), x, "SQRT")));
    real(all, "exp", Math::exp);
    real(all, "ln", x -> Math.log(require(x > 0 || Double.isNaN(x), x, "LN")));
    real(all, "log10", x -> Math.log10(require(x > 0 || Double.isNaN(x), x, "LOG10")));
    real(all, "sin", Math::sin);
    real(all, "cos", Math::cos);
    real(all, "tan", Math::tan);
    real(all, "asin", x -> Math.asin(require(!(Math.abs(x) > 1), x, "ASIN")));
    real(all, "acos", x -> Math.acos(require(!(Math.abs(x) > 1), x, "ACOS")));
    real(all, "atan", Math::atan);
    real(all, "sinh", Math::sinh);
    real(all, "cosh", Math::cosh);
    real(all, "tanh", Math::tanh);
    real(all, "cbrt", Math::cbrt);
    real(all, "cot", x -> 1 / Math.tan(require(x != 0, x, "COT")));
    real(all, "sec", x -> 1 / Math.cos(x));
    real(all, "csc", x -> 1 / Math.sin(require(x != 0, x, "CSC")));
    all.ofDoubles("gs_atan2", Math::atan2);
    all.ofDoubles("gs_pow", Numbers::pow);
    all.ofDoubles("gs_log", Numbers::log);
  }

  private static void real(Registrar all, String name, DoubleUnaryOperator body) {
    all.ofDouble(
        "gs_" + name,
        x -> {
          double y = body.applyAsDouble(x);
          if (Double.isInfinite(y) && !Double.isInfinite(x)) {
            throw new ArithmeticException(
                "Floating point overflow in function: " + name.toUpperCase(java.util.Locale.ROOT));
          }
          return y;
        });
  }

  private static double require(boolean holds, double x, String function) {
    if (!holds) {
      throw new ArithmeticException(
          "Argument to %s is out of its domain: %s".formatted(function, x));
    }
    return x;
  }

  private static double finite(double result, double x, double y, String operator) {
    boolean overflow = Double.isInfinite(result) && !Double.isInfinite(x) && !Double.isInfinite(y);
    if (overflow) {
      throw new ArithmeticException("double overflow: %s %s %s".formatted(x, operator, y));
    }
    return result;
  }

  private static double divide(double x, double y) {
    if (y == 0) {
      throw new ArithmeticException("division by zero: %s / %s".formatted(x, y));
    }
    return finite(x / y, x, y, "/");
  }

  private static Object safeDivide(Object[] a) {
    return orNull(Numbers::divide, (Double) a[0], (Double) a[1]);
  }

  @SuppressWarnings("NullAway") // Registrar.Body gives null where SQL gives NULL.
  private static Double orNull(DoubleBinaryOperator body, double x, double y) {
    try {
      return body.applyAsDouble(x, y);
    } catch (ArithmeticException e) {
      return null;
    }
  }

  /** A sum that is infinite though no value was. */
  private static Object sum(Object[] a) {
    double sum = (Double) a[0];
    if (Double.isInfinite(sum) && !(Boolean) a[1]) {
      throw new ArithmeticException("double overflow in SUM");
    }
    return sum;
  }

  private static double pow(double x, double y) {
    if (x < 0 && !Double.isInfinite(x) && !Double.isInfinite(y) && y != Math.rint(y)) {
      throw new ArithmeticException(
          "Floating point error in function: POW(%s, %s)".formatted(x, y));
    }
    if (x == 0 && y < 0) {
      throw new ArithmeticException(
          "Floating point error in function: POW(%s, %s)".formatted(x, y));
    }
    // IEEE 754 and C: one to any power, and anything to the power of zero, is one.
    double result = x == 1 || y == 0 || (x == -1 && Double.isInfinite(y)) ? 1 : Math.pow(x, y);
    return finite(result, x, y, "to the power of");
  }

  private static double log(double x, double base) {
    require(x > 0 || Double.isNaN(x), x, "LOG");
    require((base > 0 && base != 1) || Double.isNaN(base), base, "LOG");
    return Math.log(x) / Math.log(base);
  }

  /** Rounds half away from zero, or towards zero, at a decimal place. */
  private static double places(double x, long digits, boolean round) {
    if (Double.isNaN(x) || Double.isInfinite(x) || digits > 350) {
      return x;
    }
    if (digits < -350) {
      return 0;
    }
    java.math.BigDecimal exact = new java.math.BigDecimal(x);
    double result =
        exact
            .setScale(
                (int) digits, round ? java.math.RoundingMode.HALF_UP : java.math.RoundingMode.DOWN)
            .doubleValue();
    return finite(result == 0 ? Math.copySign(0, x) : result, x, 0, "rounded");
  }

  private static int shift(long n) {
    if (n < 0) {
      throw new ArithmeticException("Bitwise shift by a negative number: " + n);
    }
    return (int) n;
  }

  private static long step(long step) {
    if (step == 0) {
      throw new IllegalArgumentException("Sequence step cannot be 0.");
    }
    return step;
  }

  private static long element(long offset, long written, long length) {
    if (offset < 0 || offset >= length) {
      throw new IndexOutOfBoundsException(
          "Array index %d is out of bounds for an array of %d elements".formatted(written, length));
    }
    return offset + 1;
  }

  private static Object raise(String message) {
    throw new IllegalArgumentException(message);
  }
}

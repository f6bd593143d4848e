package sluice.local.sql.udf;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** Rounds decimals of any exponent, {@code 1e-999999999} too, without writing out its digits. */
public final class Decimals {

  private Decimals() {}

  /**
   * A number rounded half away from zero; empty if it is too large.
   *
   * @param scale the digits kept after the point
   * @param whole the most digits before it
   */
  public static Optional<BigDecimal> round(BigDecimal value, int scale, int whole) {
    if (value.signum() == 0 || wholeDigits(value) < -scale) {
      return Optional.of(BigDecimal.ZERO.setScale(scale));
    }
    return Optional.of(value)
        .filter(exact -> wholeDigits(exact) <= whole)
        .map(exact -> exact.setScale(scale, RoundingMode.HALF_UP))
        .filter(rounded -> wholeDigits(rounded) <= whole);
  }

  private static long wholeDigits(BigDecimal value) {
    return (long) value.precision() - value.scale();
  }
}

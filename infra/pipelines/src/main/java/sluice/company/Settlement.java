package sluice.company;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Optional;

/**
 * One line of the payment partner's file: a shop's day. Amounts in yen.
 *
 * @param revision 1, or more when the partner corrects a day
 */
public record Settlement(
    String shopCode,
    String shopName,
    LocalDate businessDate,
    int revision,
    long payments,
    BigDecimal gross,
    BigDecimal refunds,
    Optional<String> note) {

  private static final BigDecimal FEE_RATE = new BigDecimal("0.0325");

  /** The partner's number of the line. */
  public String id() {
    return "ST-%s-%s-%d".formatted(businessDate.toString().replace("-", ""), shopCode, revision);
  }

  /** What the partner keeps: 3.25 % of what was paid, to the hundredth of a yen. */
  public BigDecimal fee() {
    return gross.multiply(FEE_RATE).setScale(2, RoundingMode.HALF_UP);
  }

  public BigDecimal net() {
    return gross.subtract(refunds).subtract(fee());
  }

  /** The 15th of the next month. */
  public LocalDate paidOutOn() {
    return businessDate.withDayOfMonth(15).plusMonths(1);
  }
}

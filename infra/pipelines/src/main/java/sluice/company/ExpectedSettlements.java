package sluice.company;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares what the partner settled with the days of the shops. */
final class ExpectedSettlements {
  private ExpectedSettlements() {}

  /**
   * @param days rows of {@code expected/daily_sales_by_shop.sql}
   */
  static List<@Nullable Object[]> against(
      List<@Nullable Object[]> days, Collection<Settlement> settlements) {
    Map<String, Settlement> last = new HashMap<>();
    for (Settlement line : settlements) {
      last.merge(
          line.shopCode() + line.businessDate(),
          line,
          (one, other) -> one.revision() >= other.revision() ? one : other);
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (@Nullable Object[] day : days) {
      Settlement theirs = last.remove(String.valueOf(day[2]) + day[0]);
      BigDecimal gross = (BigDecimal) Objects.requireNonNull(day[8]);
      BigDecimal refunds = (BigDecimal) Objects.requireNonNull(day[10]);
      rows.add(
          theirs == null
              ? row(
                  day[2],
                  day[0],
                  day[5],
                  null,
                  gross,
                  null,
                  refunds,
                  null,
                  refunds.subtract(gross),
                  null,
                  "not_settled")
              : both(day, gross, refunds, theirs));
    }
    for (Settlement theirs : last.values()) {
      rows.add(
          row(
              theirs.shopCode(),
              theirs.businessDate(),
              null,
              theirs.payments(),
              null,
              theirs.gross(),
              null,
              theirs.refunds(),
              theirs.gross().subtract(theirs.refunds()),
              theirs,
              "unknown_sales"));
    }
    return rows;
  }

  private static @Nullable Object[] both(
      @Nullable Object[] day, BigDecimal gross, BigDecimal refunds, Settlement theirs) {
    BigDecimal difference =
        theirs.gross().subtract(theirs.refunds()).subtract(gross.subtract(refunds));
    return row(
        day[2],
        day[0],
        day[5],
        theirs.payments(),
        gross,
        theirs.gross(),
        refunds,
        theirs.refunds(),
        difference,
        theirs,
        difference.signum() == 0 ? "equal" : "differs");
  }

  private static @Nullable Object[] row(
      @Nullable Object shopCode,
      @Nullable Object date,
      @Nullable Object ourPayments,
      @Nullable Object theirPayments,
      @Nullable Object ourGross,
      @Nullable Object theirGross,
      @Nullable Object ourRefunds,
      @Nullable Object theirRefunds,
      BigDecimal difference,
      @Nullable Settlement theirs,
      String verdict) {
    return new @Nullable Object[] {
      shopCode,
      date,
      ourPayments,
      theirPayments,
      ourGross,
      theirGross,
      ourRefunds,
      theirRefunds,
      difference,
      theirs == null ? null : theirs.fee(),
      theirs == null ? null : theirs.net(),
      theirs == null || theirs.gross().signum() == 0
          ? null
          : theirs.fee().doubleValue() / theirs.gross().doubleValue(),
      verdict,
      theirs == null ? null : theirs.revision()
    };
  }
}

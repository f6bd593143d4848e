package sluice.company;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares the planning team's sheet with the months of the shops. */
final class ExpectedTargets {
  private record Month(YearMonth month, String shopCode) {}

  private ExpectedTargets() {}

  /**
   * @param days rows of {@code expected/daily_sales_by_shop.sql}
   */
  static List<@Nullable Object[]> against(
      List<@Nullable Object[]> days, List<SalesTarget> targets) {
    Map<Month, BigDecimal> sales = new HashMap<>();
    for (@Nullable Object[] day : days) {
      YearMonth month = YearMonth.from((LocalDate) Objects.requireNonNull(day[0]));
      BigDecimal net = (BigDecimal) Objects.requireNonNull(day[11]);
      sales.merge(new Month(month, String.valueOf(day[2])), net, BigDecimal::add);
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (SalesTarget target : targets) {
      Optional<BigDecimal> net =
          Optional.ofNullable(sales.remove(new Month(target.month(), target.shopCode())));
      rows.add(
          new @Nullable Object[] {
            target.month().atDay(1),
            target.shopCode(),
            net.orElse(BigDecimal.ZERO),
            target.target(),
            net.map(sold -> sold.doubleValue() / target.target().doubleValue()).orElse(null)
          });
    }
    sales.forEach(
        (month, net) ->
            rows.add(
                new @Nullable Object[] {
                  month.month().atDay(1), month.shopCode(), net, null, null
                }));
    return rows;
  }
}

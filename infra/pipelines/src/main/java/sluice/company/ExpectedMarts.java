package sluice.company;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the marts must hold, worked out another way: by PostgreSQL in the services' own databases,
 * and in Java where several are joined. Nothing of the pipeline takes part.
 */
public final class ExpectedMarts {
  private ExpectedMarts() {}

  /**
   * The rows of each mart, by its name ({@code mart.repeat_rate}): sorted, in the form that {@link
   * Cells} describes, with the columns in the mart's order.
   *
   * @param settlements every line that was dropped, in any order and however often
   * @param targets the lines of the sheet that was dropped last
   * @param payments what was exported, each once
   */
  public static SortedMap<String, List<String>> of(
      CompanyDatabases company,
      Collection<Settlement> settlements,
      List<SalesTarget> targets,
      Collection<Payment> payments)
      throws SQLException {
    SortedMap<String, List<String>> marts = new TreeMap<>();
    try (Connection ec = company.ec();
        Connection reservations = company.reservations()) {
      List<@Nullable Object[]> days = ExpectedRows.of(ec, "daily_sales_by_shop");
      marts.put("mart.daily_sales_by_shop", sorted(days));
      marts.put("mart.orders_by_status", sorted(ExpectedRows.of(ec, "orders_by_status")));
      marts.put("mart.repeat_rate", sorted(ExpectedRows.of(ec, "repeat_rate")));
      marts.put(
          "mart.reservation_no_shows",
          sorted(ExpectedRows.of(reservations, "reservation_no_shows")));
      marts.put(
          "mart.customers_across_services",
          sorted(
              ExpectedCustomers.of(
                  ExpectedRows.of(ec, "purchases"), ExpectedRows.of(reservations, "visits"))));
      marts.put("mart.settlement_per_shop", sorted(ExpectedSettlements.against(days, settlements)));
      marts.put("mart.payments_by_method", sorted(ExpectedPayments.of(ec, payments)));
      marts.put("mart.sales_against_target", sorted(ExpectedTargets.against(days, targets)));
    }
    return marts;
  }

  /** Where two sets of marts differ, a line each; empty when they are equal. */
  public static List<String> differences(
      Map<String, List<String>> expected, Map<String, List<String>> actual) {
    return MartDifferences.between(expected, actual);
  }

  private static List<String> sorted(List<@Nullable Object[]> rows) {
    return rows.stream().map(Cells::row).sorted().toList();
  }
}

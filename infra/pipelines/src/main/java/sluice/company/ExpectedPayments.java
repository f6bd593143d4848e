package sluice.company;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Adds payments up by month, kind of shop, and method. */
final class ExpectedPayments {
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  private record Group(LocalDate month, String shopKind, String method) {}

  private record Sum(long payments, BigDecimal amount, BigDecimal fee) {
    Sum plus(Sum other) {
      return new Sum(
          payments + other.payments, amount.add(other.amount), fee.add(other.fee));
    }
  }

  private ExpectedPayments() {}

  static List<@Nullable Object[]> of(Connection ec, Collection<Payment> payments)
      throws SQLException {
    Map<String, String> kinds = kinds(ec);
    Map<Group, Sum> sums = new HashMap<>();
    for (Payment payment : payments) {
      Group group =
          new Group(
              payment.paidAt().atZone(TOKYO).toLocalDate().withDayOfMonth(1),
              Objects.requireNonNull(kinds.get(payment.shopCode())),
              payment.method());
      sums.merge(group, new Sum(1, payment.amount(), payment.fee()), Sum::plus);
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    sums.forEach(
        (group, sum) ->
            rows.add(
                new @Nullable Object[] {
                  group.month(),
                  group.shopKind(),
                  group.method(),
                  BigDecimal.valueOf(sum.payments()),
                  sum.amount(),
                  sum.fee()
                }));
    return rows;
  }

  private static Map<String, String> kinds(Connection ec) throws SQLException {
    Map<String, String> kinds = new HashMap<>();
    try (Statement query = ec.createStatement();
        ResultSet row = query.executeQuery("SELECT code, kind::text FROM shops")) {
      while (row.next()) {
        kinds.put(row.getString(1), row.getString(2));
      }
    }
    return kinds;
  }
}

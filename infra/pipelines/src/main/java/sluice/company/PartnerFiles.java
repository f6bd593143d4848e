package sluice.company;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The files that others hand over, made from the e-commerce database as it is now: the payment
 * partner's settlements, which now and then miss a payment or a day, and the planning team's sheet.
 */
public final class PartnerFiles {
  private static final String DAYS =
      """
      WITH taken AS (
        SELECT shop_id, (ordered_at AT TIME ZONE 'Asia/Tokyo')::date AS day, count(*) AS payments,
          sum(amount) AS gross, min(amount) AS smallest
        FROM orders
        WHERE status NOT IN ('pending', 'cancelled')
        GROUP BY 1, 2
      ), given AS (
        SELECT shop_id, (refunded_at AT TIME ZONE 'Asia/Tokyo')::date AS day,
          sum(r.amount) AS refunds
        FROM refunds r JOIN orders o ON o.id = r.order_id
        GROUP BY 1, 2
      )
      SELECT s.code, s.name, day, coalesce(payments, 0), coalesce(gross, 0), coalesce(refunds, 0),
        coalesce(smallest, 0)
      FROM taken FULL JOIN given USING (shop_id, day) JOIN shops s ON s.id = shop_id
      WHERE day >= ? AND day < ?
      ORDER BY day, s.code
      """;

  private static final String MONTHS =
      """
      SELECT s.code, to_char(ordered_at AT TIME ZONE 'Asia/Tokyo', 'YYYY-MM'),
        ceil(sum(amount) / 10000) * 10000
      FROM orders o JOIN shops s ON s.id = shop_id
      WHERE ordered_at < ?::timestamp AT TIME ZONE 'Asia/Tokyo'
      GROUP BY 1, 2
      ORDER BY 1, 2
      """;

  private PartnerFiles() {}

  /** What the partner first says of the days from one to the day before another. */
  public static List<Settlement> settlements(
      CompanyDatabases company, LocalDate from, LocalDate until) throws SQLException {
    return days(company, from, until).stream().flatMap(day -> day.firstTold().stream()).toList();
  }

  /** The second revision of what was wrong in the first. */
  public static List<Settlement> corrections(
      CompanyDatabases company, LocalDate from, LocalDate until) throws SQLException {
    return days(company, from, until).stream()
        .filter(day -> !day.firstTold().equals(Optional.of(day.right(1))))
        .map(day -> day.right(2))
        .toList();
  }

  /** The planning team's sheet for the generated year; some shops have no plan. */
  public static List<SalesTarget> targets(CompanyDatabases company) throws SQLException {
    List<SalesTarget> targets = new ArrayList<>();
    try (Connection ec = company.ec();
        PreparedStatement query = ec.prepareStatement(MONTHS)) {
      query.setString(1, Season.FIRST_DAY.plusYears(1).toString());
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          String code = rows.getString(1);
          int luck = Math.floorMod((code + rows.getString(2)).hashCode(), 5);
          if (luck > 0) {
            BigDecimal target = rows.getBigDecimal(3).multiply(BigDecimal.valueOf(80 + 10L * luck));
            targets.add(
                new SalesTarget(
                    code,
                    YearMonth.parse(rows.getString(2)),
                    target.movePointLeft(2).setScale(0),
                    luck == 1 ? "佐藤, 経理" : "企画課"));
          }
        }
      }
    }
    return targets;
  }

  /** The partner's file: UTF-8 with a header, names in quotes. */
  public static byte[] csv(List<Settlement> settlements) {
    return lines(
        "settlement_id,shop_code,shop_name,business_date,revision,payments,gross,refunds,fee,net,"
            + "paid_out_on,note",
        settlements.stream()
            .map(
                line ->
                    row(
                        line.id(),
                        line.shopCode(),
                        quoted(line.shopName()),
                        line.businessDate(),
                        line.revision(),
                        line.payments(),
                        line.gross(),
                        line.refunds(),
                        line.fee(),
                        line.net(),
                        line.paidOutOn(),
                        line.note().map(PartnerFiles::quoted).orElse("")))
            .toList());
  }

  /** The sheet as a spreadsheet exports it: thousands separated, hence in quotes. */
  public static byte[] sheet(List<SalesTarget> targets) {
    return lines(
        "shop_code,month,target,planner",
        targets.stream()
            .map(
                line ->
                    row(
                        line.shopCode(),
                        line.month().format(DateTimeFormatter.ofPattern("yyyy/MM")),
                        quoted(
                            String.format(Locale.ROOT, "%,d", line.target().toBigIntegerExact())),
                        quoted(line.planner())))
            .toList());
  }

  /** A shop's day as it was, from which the partner may stray. */
  private record Day(
      String code,
      String name,
      LocalDate date,
      long payments,
      BigDecimal gross,
      BigDecimal refunds,
      BigDecimal smallest) {

    Settlement right(int revision) {
      return new Settlement(
          code,
          name,
          date,
          revision,
          payments,
          gross,
          refunds,
          revision == 1 ? Optional.empty() : Optional.of("訂正, \"第" + revision + "版\""));
    }

    /** Nothing for one day in 61; without the smallest payment for one in 23. */
    Optional<Settlement> firstTold() {
      int luck = (code + date).hashCode();
      if (Math.floorMod(luck, 61) == 0) {
        return Optional.empty();
      }
      if (Math.floorMod(luck, 23) != 0 || payments == 0) {
        return Optional.of(right(1));
      }
      return Optional.of(
          new Settlement(
              code,
              name,
              date,
              1,
              payments - 1,
              gross.subtract(smallest),
              refunds,
              Optional.of("1件保留")));
    }
  }

  private static List<Day> days(CompanyDatabases company, LocalDate from, LocalDate until)
      throws SQLException {
    List<Day> days = new ArrayList<>();
    try (Connection ec = company.ec();
        PreparedStatement query = ec.prepareStatement(DAYS)) {
      query.setObject(1, from);
      query.setObject(2, until);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          days.add(
              new Day(
                  row.getString(1),
                  row.getString(2),
                  row.getObject(3, LocalDate.class),
                  row.getLong(4),
                  row.getBigDecimal(5),
                  row.getBigDecimal(6),
                  row.getBigDecimal(7)));
        }
      }
    }
    return days;
  }

  private static byte[] lines(String header, List<String> rows) {
    StringBuilder text = new StringBuilder(header).append('\n');
    rows.forEach(row -> text.append(row).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String row(Object... cells) {
    return Arrays.stream(cells).map(String::valueOf).collect(Collectors.joining(","));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}

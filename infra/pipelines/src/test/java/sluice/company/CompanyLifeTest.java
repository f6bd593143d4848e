package sluice.company;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the partner says, what the marts must hold, and how both follow what goes on. */
final class CompanyLifeTest {
  private static final LocalDate FROM = LocalDate.of(2025, 1, 1);
  private static final LocalDate UNTIL = LocalDate.of(2026, 1, 1);

  private static EmbeddedServer postgres;
  private static CompanyDatabases company;
  private static CompanyLife life;
  private static Database ec;

  @BeforeAll
  static void fill() throws Exception {
    postgres = EmbeddedServer.start();
    company = CompanyDatabases.create(postgres.server());
    company.generate(2_000, 5);
    life = new CompanyLife(company);
    ec = new Database(company.ecUrl());
  }

  @AfterAll
  static void stop() throws Exception {
    postgres.close();
  }

  @Test
  void expectsMartsThatAddUpToTheDatabase() throws Exception {
    Map<String, List<String>> marts = marts();

    assertThat(marts)
        .containsOnlyKeys(
            "mart.customers_across_services",
            "mart.daily_sales_by_shop",
            "mart.orders_by_status",
            "mart.payments_by_method",
            "mart.repeat_rate",
            "mart.reservation_no_shows",
            "mart.sales_against_target",
            "mart.settlement_per_shop");
    assertThat(sum(marts.get("mart.daily_sales_by_shop"), 8))
        .isEqualTo(
            ec.column("SELECT sum(amount) FROM orders WHERE status NOT IN ('pending', 'cancelled')")
                .get(0));
    assertThat(sum(marts.get("mart.daily_sales_by_shop"), 10))
        .isEqualTo(ec.column("SELECT sum(amount) FROM refunds").get(0));
    assertThat(sum(marts.get("mart.customers_across_services"), 3))
        .isEqualTo(
            ec.column(
                    "SELECT count(*) FROM orders WHERE status NOT IN ('pending', 'cancelled') AND"
                        + " customer_id IS NOT NULL")
                .get(0));
    assertThat(sum(marts.get("mart.reservation_no_shows"), 5))
        .isEqualTo(
            new Database(company.reservationsUrl())
                .column("SELECT count(*) FROM reservations WHERE status = 'no_show'")
                .get(0));
    assertThat(marts.get("mart.repeat_rate"))
        .filteredOn(row -> row.split("\t")[1].equals("0"))
        .allSatisfy(row -> assertThat(row.split("\t")[4]).isEqualTo("1"));
    assertThat(marts.get("mart.customers_across_services"))
        .extracting(row -> row.split("\t")[1])
        .contains("ec", "reservations", "both");
    assertThat(marts.get("mart.sales_against_target")).hasSizeGreaterThan(40);
    assertThat(marts.get("mart.orders_by_status")).hasSize(12);
  }

  @Test
  void findsWhereThePartnerStraysUntilItCorrectsItself() throws Exception {
    List<Settlement> first = PartnerFiles.settlements(company, FROM, UNTIL.plusMonths(2));
    List<Settlement> corrections = PartnerFiles.corrections(company, FROM, UNTIL.plusMonths(2));
    List<Settlement> twice = new ArrayList<>(first);
    twice.addAll(corrections);
    twice.addAll(first);
    Collections.reverse(twice);

    assertThat(verdicts(first)).containsKeys("equal", "differs", "not_settled");
    assertThat(verdicts(twice)).containsOnlyKeys("equal");
    assertThat(verdicts(List.of())).containsOnlyKeys("not_settled");
    assertThat(corrections).allSatisfy(line -> assertThat(line.revision()).isEqualTo(2));
  }

  @Test
  void writesTheFilesOfOthersAsTheyDo() {
    Settlement line =
        new Settlement(
            "TYO001",
            "銀座店 \"本館\", 1階",
            FROM,
            2,
            3,
            new BigDecimal("12345"),
            new BigDecimal("345"),
            Optional.of("訂正"));

    assertThat(PartnerFiles.csv(List.of(line)))
        .asString(UTF_8)
        .isEqualTo(
            """
            settlement_id,shop_code,shop_name,business_date,revision,payments,gross,refunds,fee,net,paid_out_on,note
            ST-20250101-TYO001-2,TYO001,"銀座店 ""本館"", 1階",2025-01-01,2,3,12345,345,401.21,11598.79,2025-02-15,"訂正"
            """);
    assertThat(
            PartnerFiles.sheet(
                List.of(
                    new SalesTarget(
                        "TYO001", YearMonth.of(2025, 4), new BigDecimal("1200000"), "企画課"))))
        .asString(UTF_8)
        .isEqualTo(
            """
            shop_code,month,target,planner
            TYO001,2025/04,"1,200,000","企画課"
            """);
  }

  @Test
  void changesTheMartsWithAnOrder() throws Exception {
    long id = ec.number("SELECT min(id) FROM orders WHERE status = 'delivered'");
    Map<String, List<String>> before = marts();
    life.updateOrder(id, "cancelled");

    assertThat(ExpectedMarts.differences(before, marts()))
        .isNotEmpty()
        .allMatch(line -> !line.startsWith("mart.reservation_no_shows"));

    life.updateOrder(id, "delivered");
    assertThat(ExpectedMarts.differences(before, marts())).isEmpty();
    assertThat(
            ec.number("SELECT count(*) FROM orders WHERE updated_at > now() - interval '1 hour'"))
        .isPositive();
  }

  @Test
  void keepsAmountsInStepWhenAQuantityChanges() throws Exception {
    long id = ec.number("SELECT max(id) FROM orders WHERE status = 'delivered'");
    life.changeQuantity(id, new BigDecimal("7"));

    assertThat(
            ec.number(
                "SELECT (subtotal - (SELECT sum(amount) FROM order_items WHERE order_id = o.id))"
                    + "::bigint FROM orders o WHERE id = "
                    + id))
        .isZero();
  }

  @Test
  void takesNewOrdersAfterTheLast() throws Exception {
    List<Long> ids = life.newOrders(20);

    assertThat(ids).hasSize(20).doesNotHaveDuplicates();
    assertThat(
            ec.number(
                "SELECT count(*) FROM orders WHERE updated_at > now() - interval '1 hour' AND"
                    + " ordered_at > '2025-12-31' AND id >= "
                    + ids.get(0)))
        .isEqualTo(20);
    assertThat(ec.number("SELECT count(*) FROM order_items WHERE order_id >= " + ids.get(0)))
        .isGreaterThanOrEqualTo(20);
  }

  @Test
  void endsAReservationWithAnEvent() throws Exception {
    Database reservations = new Database(company.reservationsUrl());
    long id = reservations.number("SELECT min(id) FROM reservations WHERE status = 'booked'");
    life.endReservation(id, "no_show");

    assertThat(
            reservations.column(
                "SELECT kind::text FROM reservation_events WHERE reservation_id = %d ORDER BY id DESC"
                    .formatted(id)))
        .startsWith("no_show");
    assertThatThrownBy(() -> life.endReservation(-1, "visited"))
        .hasMessage("There is no reservation -1. Choose one there is.");
  }

  @Test
  void exportsThePaymentsOfEveryMonthWithTheirMark() throws Exception {
    List<Payment> payments = PaymentExports.payments(company);
    List<String> rows =
        ExpectedMarts.of(company, List.of(), List.of(), payments).get("mart.payments_by_method");

    assertThat(sum(rows, 4))
        .isEqualTo(
            ec.column(
                    "SELECT trim_scale(sum(amount)) FROM orders WHERE paid_at IS NOT NULL"
                        + " AND status NOT IN ('pending', 'cancelled')")
                .get(0));
    assertThat(PaymentExports.objects(payments).keySet())
        .hasSize(24)
        .startsWith("export/2025-01/_SUCCESS", "export/2025-01/payments.ndjson.gz");
  }

  @Test
  void refusesAnOrderThereIsNot() {
    assertThatThrownBy(() -> life.updateOrder(9_999_999, "paid"))
        .hasMessage("There is no order 9999999. Choose one there is.");
    assertThatThrownBy(() -> life.changeQuantity(9_999_999, BigDecimal.ONE))
        .hasMessage("There is no order 9999999. Choose one there is.");
  }

  private static Map<String, List<String>> marts() throws Exception {
    return ExpectedMarts.of(
        company,
        PartnerFiles.settlements(company, FROM, UNTIL),
        PartnerFiles.targets(company),
        List.of());
  }

  private static Map<String, Long> verdicts(List<Settlement> settlements) throws Exception {
    Map<String, Long> verdicts = new HashMap<>();
    for (String row :
        ExpectedMarts.of(company, settlements, List.of(), List.of())
            .get("mart.settlement_per_shop")) {
      verdicts.merge(row.split("\t")[12], 1L, Long::sum);
    }
    return verdicts;
  }

  private static String sum(List<String> rows, int column) {
    return rows.stream()
        .map(row -> new BigDecimal(row.split("\t")[column]))
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .toPlainString();
  }
}

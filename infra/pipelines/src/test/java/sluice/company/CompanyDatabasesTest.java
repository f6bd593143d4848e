package sluice.company;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sluice.RejectedException;

final class CompanyDatabasesTest {
  private static final int ORDERS = 3_000;
  private static final long SEED = 2026;

  /** For each foreign key the query that counts the rows without their other end. */
  private static final String ORPHANS =
      """
      SELECT format('SELECT count(*) FROM %s c WHERE c.%I IS NOT NULL AND NOT EXISTS'
        ' (SELECT FROM %s p WHERE p.%I = c.%I)',
        k.conrelid::regclass, a.attname, k.confrelid::regclass, f.attname, a.attname)
      FROM pg_constraint k
      JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
      JOIN pg_attribute f ON f.attrelid = k.confrelid AND f.attnum = k.confkey[1]
      WHERE k.contype = 'f'
      """;

  private static EmbeddedServer postgres;
  private static CompanyDatabases company;
  private static Database ec;
  private static Database reservations;

  @BeforeAll
  static void fill() throws Exception {
    postgres = EmbeddedServer.start();
    company = CompanyDatabases.create(postgres.server());
    company.generate(ORDERS, SEED);
    ec = new Database(company.ecUrl());
    reservations = new Database(company.reservationsUrl());
  }

  @AfterAll
  static void stop() throws Exception {
    postgres.close();
  }

  @Test
  void refusesToCreateWhatIsThere() throws Exception {
    assertThat(CompanyDatabases.filled(postgres.server())).isTrue();
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> CompanyDatabases.create(postgres.server()))
        .withMessage(
            "There is a database ec on 127.0.0.1:%d already. Drop it, or open it as it is.",
            postgres.server().port());
  }

  @Test
  void sizesEverythingInProportionToTheOrders() throws SQLException {
    Map<String, Long> counts = new TreeMap<>(counts(ec));
    counts.putAll(counts(reservations));

    assertThat(counts)
        .containsEntry("shops", 4L)
        .containsEntry("products", 60L)
        .containsEntry("customers", 900L)
        .containsEntry("orders", 3_000L)
        .containsEntry("venues", 2L)
        .containsEntry("members", 360L)
        .containsEntry("reservations", 900L)
        .hasSize(13);
    assertThat(counts.get("order_items")).isBetween(6_000L, 9_000L);
    assertThat(counts.get("refunds")).isBetween(60L, 200L);
    assertThat(counts.get("reservation_events")).isBetween(1_800L, 3_600L);
    assertThat(counts.get("reviews")).isBetween(40L, 200L);
  }

  @Test
  void describesEveryTableAndTheColumnsThatNeedIt() throws SQLException {
    String without =
        "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            + " AND obj_description(oid) IS NULL";
    assertThat(ec.number(without)).isZero();
    assertThat(reservations.number(without)).isZero();
  }

  @Test
  void keepsAmountsInStep() throws SQLException {
    assertNone(
        ec,
        "orders o WHERE subtotal <> (SELECT sum(amount) FROM order_items WHERE order_id = o.id)");
    assertNone(ec, "orders WHERE discount > subtotal / 2 OR amount <= 0");
    assertNone(ec, "order_items WHERE amount <> floor(quantity * unit_price)");
    assertNone(
        ec, "orders o WHERE amount < (SELECT sum(amount) FROM refunds WHERE order_id = o.id)");
    assertNone(
        ec,
        "orders o JOIN coupons c ON c.code = coupon_code WHERE (ordered_at AT TIME ZONE"
            + " 'Asia/Tokyo')::date NOT BETWEEN valid_from AND coalesce(valid_to, 'infinity')");
  }

  @Test
  void keepsTimesInOrder() throws SQLException {
    assertNone(ec, "orders WHERE updated_at < ordered_at OR shipped_at < paid_at");
    assertNone(ec, "orders WHERE updated_at >= '2026-01-01 00:00+09'");
    assertNone(
        ec,
        "orders WHERE ordered_at < '2025-01-01 00:00+09' OR ordered_at >= '2026-01-01 00:00+09'");
    assertNone(
        ec,
        "orders o JOIN customers c ON c.id = customer_id WHERE ordered_at + interval '2 days' <"
            + " registered_at");
    assertNone(reservations, "reservations WHERE updated_at < booked_at");
    assertNone(reservations, "reservations WHERE (status = 'booked') AND starts_at < '2026-01-01'");
    assertNone(reservations, "reservation_events WHERE recorded_at >= '2026-01-01 00:00+09'");
  }

  @Test
  void hasWhatMartsAskFor() throws SQLException {
    for (String status :
        List.of("pending", "paid", "shipped", "delivered", "returned", "cancelled")) {
      assertSome(ec, "orders WHERE status = '%s'".formatted(status));
    }
    for (String status : List.of("booked", "visited", "no_show", "cancelled")) {
      assertSome(reservations, "reservations WHERE status = '%s'".formatted(status));
    }
    assertSome(ec, "orders WHERE customer_id IS NULL");
    assertSome(ec, "customers WHERE identity_id IS NULL");
    assertSome(ec, "products WHERE tags = '{}'");
    assertSome(ec, "orders WHERE updated_at > ordered_at + interval '14 days'");
    assertSome(ec, "orders WHERE note LIKE E'%\\n%'");
    assertSome(reservations, "members WHERE allergies = '{}'");
    assertSome(reservations, "members WHERE allergies IS NULL");
  }

  @Test
  void hasAFewCustomersWhoComeAgainAndAgain() throws SQLException {
    String orders =
        "(SELECT count(*) AS n FROM orders WHERE customer_id IS NOT NULL GROUP BY customer_id) c";
    long buyers = ec.number("SELECT count(*) FROM " + orders);
    long busiest = ec.number("SELECT max(n) FROM " + orders);
    long once = ec.number("SELECT count(*) FROM " + orders + " WHERE n = 1");

    assertThat(buyers).isBetween(400L, 900L);
    assertThat(busiest).isGreaterThan(20);
    assertThat(once).isGreaterThan(buyers / 10);
  }

  @Test
  void sharesPeopleBetweenServices() throws SQLException {
    String identities = "SELECT identity_id::text FROM %s WHERE identity_id IS NOT NULL";
    List<String> customers = ec.column(identities.formatted("customers"));
    List<String> members = reservations.column(identities.formatted("members"));

    assertThat(members.stream().filter(customers::contains).count()).isBetween(150L, 250L);
    assertThat(members).hasSizeGreaterThan(300).doesNotHaveDuplicates();
  }

  @Test
  void movesUpdatedAtWithEveryUpdate() throws SQLException {
    for (String table :
        List.of("shops", "customers", "products", "orders", "order_items", "refunds")) {
      assertTouches(company.ec(), table);
    }
    for (String table : List.of("members", "reservations", "reviews")) {
      assertTouches(company.reservations(), table);
    }
  }

  @Test
  void leavesNoForeignKeyDangling() throws SQLException {
    for (Database database : List.of(ec, reservations)) {
      for (String orphans : database.column(ORPHANS)) {
        assertThat(database.number(orphans)).as(orphans).isZero();
      }
    }
  }

  private static void assertTouches(Connection opened, String table) throws SQLException {
    try (Connection connection = opened;
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      String first = "(SELECT id FROM %1$s LIMIT 1)".formatted(table);
      statement.execute("UPDATE %s SET id = id WHERE id = %s".formatted(table, first));
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT count(*) FROM %s WHERE updated_at = now()".formatted(table))) {
        rows.next();
        assertThat(rows.getLong(1)).as(table).isEqualTo(1);
      }
      connection.rollback();
    }
  }

  private static void assertNone(Database database, String from) throws SQLException {
    assertThat(database.number("SELECT count(*) FROM " + from)).as(from).isZero();
  }

  private static void assertSome(Database database, String from) throws SQLException {
    assertThat(database.number("SELECT count(*) FROM " + from)).as(from).isPositive();
  }

  private static Map<String, Long> counts(Database database) throws SQLException {
    Map<String, Long> counts = new TreeMap<>();
    for (String table : database.tables()) {
      counts.put(table, database.number("SELECT count(*) FROM " + table));
    }
    return counts;
  }
}

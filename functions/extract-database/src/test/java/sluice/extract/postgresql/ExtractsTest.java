package sluice.extract.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sluice.RejectedException;
import sluice.UnavailableException;
import sluice.extract.Commit;
import sluice.extract.database.CutConnections;
import sluice.extract.database.Extracting;
import sluice.extract.database.SourceOptions;
import sluice.plan.ReadMode;
import sluice.plan.ReadSettings;
import sluice.plan.ReadSettings.Columns;

/** A table's extracts, slot after slot: what lands, how far, and what is said. */
final class ExtractsTest {
  private static int databases;

  private String url = "";

  @BeforeEach
  void create() throws Exception {
    url = Databases.create("extracts" + ++databases);
    Databases.execute(
        url,
        "CREATE TABLE orders (id bigint PRIMARY KEY, mail text, amount numeric(9,2),"
            + " updated_at timestamptz NOT NULL DEFAULT now(), day date, local timestamp)",
        """
        INSERT INTO orders
        SELECT i, 'user' || i || '@example.com', i * 1.5, timestamptz '2026-01-01 00:00+00' + i * interval '1 hour'
        FROM generate_series(1, 10) i
        """);
  }

  @Test
  void readsOnFromTheWatermarkAndKeepsItWhenNothingCame() throws Exception {
    Extracting orders = Databases.incremental(url, "orders", "updated_at");
    orders.extract();
    Optional<String> first = orders.last().watermark();
    assertThat(orders.ids()).isEqualTo(LongStream.rangeClosed(1, 10).boxed().toList());

    orders.extract();
    assertThat(orders.last().rows()).isZero();
    assertThat(orders.last().watermark()).isEqualTo(first);

    Databases.execute(
        url, "INSERT INTO orders (id, updated_at) VALUES (11, now())", "SELECT pg_sleep(1.2)");
    orders.extract();
    assertThat(orders.ids()).isEqualTo(LongStream.rangeClosed(1, 11).boxed().toList());
    assertThat(orders.last().watermark().orElseThrow()).isGreaterThan(first.orElseThrow());
  }

  @Test
  void refusesRowsThatNoIncrementalExtractWouldRead() throws Exception {
    Databases.execute(url, "UPDATE orders SET day = '2026-01-01' WHERE id > 3");
    ReadSettings tokyo = zone("Asia/Tokyo");
    ReadMode byDay = new ReadMode.Incremental("day", Duration.ZERO);

    assertThatThrownBy(extracting(byDay, tokyo)::extract)
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "3 rows of public.orders have no day, so no incremental extract would ever read them."
                + " Fill it and make the column NOT NULL, or leave them out knowingly with"
                + " `where: day IS NOT NULL`.");

    Extracting knowingly =
        extracting(
            byDay,
            new ReadSettings(
                Columns.ALL,
                Optional.of("day IS NOT NULL"),
                Optional.empty(),
                Optional.empty(),
                Optional.of("Asia/Tokyo"),
                Optional.empty(),
                List.of()));
    knowingly.extract();
    assertThat(knowingly.last().rows()).isEqualTo(7);
  }

  @Test
  void asksForTheZoneOfACursorThatSaysNone() throws Exception {
    Databases.execute(url, "UPDATE orders SET local = updated_at AT TIME ZONE 'Asia/Tokyo'");
    ReadMode byClock = new ReadMode.Incremental("local", Duration.ZERO);

    assertThatThrownBy(extracting(byClock, ReadSettings.PLAIN)::extract)
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "The cursor local of public.orders is a timestamp without time zone, which says no time"
                + " zone. Write the one that the source's programs use, like"
                + " `cursor_zone: Asia/Tokyo`.");
    Extracting orders = extracting(byClock, zone("Asia/Tokyo"));
    orders.extract();
    assertThat(orders.last().rows()).isEqualTo(10);
  }

  @Test
  void refusesACursorThatIsNoTime() {
    ReadMode byMail = new ReadMode.Incremental("mail", Duration.ZERO);

    assertThatThrownBy(extracting(byMail, ReadSettings.PLAIN)::extract)
        .isInstanceOf(RejectedException.class)
        .hasMessage("The cursor mail of public.orders is a text. Name a timestamp or date column.");
  }

  @Test
  void readsAStretchAgainAndLeavesTheWatermarkAlone() {
    Extracting orders = Databases.incremental(url, "orders", "updated_at");
    orders.extract();
    Commit before = orders.last();

    orders.backfill("2026-01-01T03:00:00Z", "2026-01-01T06:00:00Z", "r1");
    orders.backfill("2026-01-01T03:00:00Z", "2026-01-01T06:00:00Z", "r1");

    assertThat(orders.commits()).as("the same request is carried out once").hasSize(2);
    assertThat(orders.rows(orders.last()))
        .extracting(row -> row.get("id"))
        .containsExactly(3L, 4L, 5L);
    assertThat(orders.last().watermark()).isEqualTo(before.watermark());
    assertThat(orders.last().slot()).isEqualTo(before.slot());
    orders.extract();
    assertThat(orders.last().rows()).isZero();
  }

  @Test
  void refusesAStretchOfATableThatIsReadWhole() {
    Extracting orders = extracting(new ReadMode.Snapshot(), ReadSettings.PLAIN);

    assertThatThrownBy(() -> orders.backfill("2026-01-01", "2026-02-01", "r"))
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "lake.orders is read whole each time. Run its schedule: a stretch of it would take the"
                + " whole table's place.");
  }

  @Test
  void dropsHashesAndMasksColumns() throws Exception {
    Columns columns =
        new Columns(
            List.of("id", "mail", "amount", "day"),
            List.of("day"),
            List.of("mail"),
            List.of("amount"));
    Databases.execute(
        url,
        "UPDATE orders SET mail = 'user1@example.com' WHERE id = 2",
        "UPDATE orders SET mail = NULL, amount = NULL WHERE id = 3");
    Extracting orders = extracting(new ReadMode.Snapshot(), with(columns));
    orders.extract();

    List<GenericRecord> rows = orders.rows();
    assertThat(rows.get(0).getSchema().getFields())
        .extracting(org.apache.avro.Schema.Field::name)
        .containsExactly("id", "mail", "amount", "_extracted_at");
    List<Object> mails = values(rows, "mail");
    assertThat(mails.get(0).toString()).matches("[0-9a-f]{64}").isEqualTo(mails.get(1).toString());
    assertThat(mails.get(2)).isNull();
    assertThat(mails.get(3).toString()).isNotEqualTo(mails.get(0).toString());
    assertThat(values(rows, "amount").get(0)).hasToString("***");
    assertThat(values(rows, "amount").get(2)).isNull();
  }

  @Test
  void refusesAColumnToHashThatIsNotThere() {
    Columns columns = new Columns(List.of(), List.of(), List.of("email"), List.of());

    assertThatThrownBy(extracting(new ReadMode.Snapshot(), with(columns))::extract)
        .isInstanceOf(RejectedException.class)
        .hasMessageStartingWith(
            "public.orders has no column email, which keep, drop, hash, mask or key names.");
  }

  @Test
  void readsAnewWhenSomebodysLockIsGone() throws Exception {
    SourceOptions hasty =
        new SourceOptions(Duration.ofMinutes(1), Duration.ofSeconds(5), Duration.ofSeconds(1));
    Extracting orders =
        Databases.extracting(
            () -> PostgresDatabase.open(url, Optional.of("postgres"), Optional.empty(), hasty),
            "orders",
            new ReadMode.Snapshot(),
            ReadSettings.PLAIN);
    try (Connection other = Databases.connect(url);
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE");
      List<Duration> pauses = new ArrayList<>();
      orders.whilePausing(
          pause -> {
            pauses.add(pause);
            try {
              other.rollback();
            } catch (SQLException e) {
              throw new IllegalStateException(e);
            }
          });
      orders.extract();

      assertThat(pauses).containsExactly(Duration.ofSeconds(1));
      assertThat(orders.ids()).hasSize(10);
    }
  }

  @Test
  void saysWhyWhenALockStays() throws Exception {
    SourceOptions hasty =
        new SourceOptions(Duration.ofMinutes(1), Duration.ofSeconds(5), Duration.ofSeconds(1));
    Extracting orders =
        Databases.extracting(
            () -> PostgresDatabase.open(url, Optional.of("postgres"), Optional.empty(), hasty),
            "orders",
            new ReadMode.Snapshot(),
            ReadSettings.PLAIN);
    try (Connection other = Databases.connect(url);
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE");

      assertThatThrownBy(orders::extract)
          .isInstanceOf(UnavailableException.class)
          .hasMessage(
              "Reading public.orders failed: canceling statement due to lock timeout (55P03)."
                  + " See who holds a lock on the table (pg_locks); it is tried again.");
      assertThat(orders.commits()).isEmpty();
    }
  }

  @Test
  void readsAnewWhenTheConnectionIsCutInTheMiddle() throws Exception {
    Databases.execute(
        url,
        "CREATE TABLE large (id bigint, filler text)",
        "INSERT INTO large SELECT i, repeat(md5(i::text), 20) FROM generate_series(1, 30000) i");
    int port = Integer.parseInt(url.replaceAll(".*:(\\d+)/.*", "$1"));
    try (CutConnections cut = new CutConnections(port, 2, 3_000_000)) {
      String through = url.replace(":" + port + "/", ":" + cut.port() + "/");
      ReadSettings small =
          new ReadSettings(
              Columns.ALL,
              Optional.empty(),
              Optional.of(2),
              Optional.of(1),
              Optional.empty(),
              Optional.empty(),
              List.of());
      Extracting large =
          Databases.extracting(
              () -> Databases.open(through), "large", new ReadMode.Snapshot(), small);
      large.extract();

      assertThat(cut.cutsLeft()).isZero();
      assertThat(large.ids()).isEqualTo(LongStream.rangeClosed(1, 30_000).boxed().toList());
      assertThat(large.parts())
          .as("no part of a failed attempt stays")
          .isEqualTo(large.last().parts().size());
    }
  }

  @Test
  void landsTombstonesForWhatIsGone() throws Exception {
    Databases.execute(
        url,
        "CREATE TABLE stock (shop text, item int, n int, PRIMARY KEY (shop, item))",
        """
        INSERT INTO stock SELECT shop, item, 1 FROM unnest(ARRAY['本店', 'Ueno', 'a"b', 'ß']) shop,
          generate_series(1, 12) item
        """);
    Extracting stock =
        Databases.extracting(
            () -> Databases.open(url),
            "stock",
            new ReadMode.Snapshot(),
            reconciled(List.of("shop", "item")));
    stock.extract();
    List<List<String>> all = keys(stock.rows());
    Databases.execute(url, "DELETE FROM stock WHERE item IN (2, 10) OR shop = 'Ueno'");
    stock.load(all);
    stock.extract();

    GenericRecord tombstone = stock.rows(stock.last()).get(0);
    assertThat(tombstone.get("_deleted")).isEqualTo(true);
    assertThat(tombstone.get("_extracted_at")).isNotNull();
    List<List<String>> gone = keys(stock.rows(stock.last()));
    assertThat(gone)
        .containsExactlyElementsOf(
            all.stream()
                .filter(key -> key.get(0).equals("Ueno") || List.of("2", "10").contains(key.get(1)))
                .toList());
  }

  @Test
  void deletesNothingWhenTheSourceIsEmpty() throws Exception {
    Extracting orders =
        extracting(
            new ReadMode.Incremental("updated_at", Duration.ZERO), reconciled(List.of("id")));
    orders.extract();
    orders.load(IntStream.rangeClosed(1, 9).mapToObj(id -> List.of("" + id)).toList());
    Databases.execute(url, "TRUNCATE orders");

    assertThatThrownBy(orders::extract)
        .isInstanceOf(RejectedException.class)
        .hasMessageStartingWith(
            "public.orders is empty, and the table that it feeds is not: nothing is deleted there.");
  }

  private static List<List<String>> keys(List<GenericRecord> rows) {
    return rows.stream()
        .map(row -> List.of(row.get("shop").toString(), row.get("item").toString()))
        .sorted(
            (one, other) ->
                java.util.Arrays.compareUnsigned(
                    String.join("\0", one).getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    String.join("\0", other).getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .toList();
  }

  private Extracting extracting(ReadMode mode, ReadSettings settings) {
    return Databases.extracting(() -> Databases.open(url), "orders", mode, settings);
  }

  private static List<Object> values(List<GenericRecord> rows, String field) {
    return rows.stream()
        .sorted(java.util.Comparator.comparing(row -> (Long) row.get("id")))
        .map(row -> row.get(field))
        .toList();
  }

  private static ReadSettings zone(String zone) {
    return new ReadSettings(
        Columns.ALL,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(zone),
        Optional.empty(),
        List.of());
  }

  private static ReadSettings with(Columns columns) {
    return new ReadSettings(
        columns,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static ReadSettings reconciled(List<String> key) {
    return new ReadSettings(
        Columns.ALL,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(Duration.ofHours(1)),
        key);
  }
}

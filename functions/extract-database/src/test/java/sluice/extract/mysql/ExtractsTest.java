package sluice.extract.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sluice.RejectedException;
import sluice.extract.database.CutConnections;
import sluice.extract.database.Extracting;
import sluice.extract.database.Pseudonyms;
import sluice.plan.ReadMode;
import sluice.plan.ReadSettings;
import sluice.plan.ReadSettings.Columns;

/** A table's extracts, slot after slot: what lands, how far, and what is said. */
@Tag("mysql")
final class ExtractsTest {
  private static int databases;

  private String url = "";

  @BeforeEach
  void create() throws Exception {
    url = Databases.create("extracts" + ++databases);
    Databases.execute(
        url,
        "CREATE TABLE orders (id bigint PRIMARY KEY, mail text, amount decimal(9,2),"
            + " updated_at timestamp NOT NULL DEFAULT current_timestamp(), day date,"
            + " local datetime, mark binary(2))",
        """
        INSERT INTO orders (id, mail, amount, updated_at, mark)
        SELECT seq, concat('user', seq, '@example.com'), seq * 1.5,
          timestamp'2026-01-01 00:00:00' + interval seq hour, x'00ff'
        FROM %s
        """
            .formatted(Databases.sequence(10)));
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
        url, "INSERT INTO orders (id, updated_at) VALUES (11, now())", "SELECT sleep(2.1)");
    orders.extract();
    assertThat(orders.ids()).isEqualTo(LongStream.rangeClosed(1, 11).boxed().toList());
    assertThat(orders.last().watermark().orElseThrow()).isGreaterThan(first.orElseThrow());
  }

  @Test
  void refusesRowsThatNoIncrementalExtractWouldRead() throws Exception {
    Databases.execute(url, "UPDATE orders SET day = '2026-01-01' WHERE id > 3");
    ReadMode byDay = new ReadMode.Incremental("day", Duration.ZERO);

    assertThatThrownBy(extracting(byDay, zone(Optional.empty()))::extract)
        .isInstanceOf(RejectedException.class)
        .hasMessageMatching(
            "3 rows of extracts\\d+.orders have no day, so no incremental extract would ever read"
                + " them. Fill it and make the column NOT NULL, or leave them out knowingly with"
                + " `where: day IS NOT NULL`.");

    Extracting knowingly = extracting(byDay, zone(Optional.of("day IS NOT NULL -- known")));
    knowingly.extract();
    assertThat(knowingly.last().rows()).isEqualTo(7);
  }

  @Test
  void readsAStretchAgainAndLeavesTheWatermarkAlone() {
    Extracting orders = Databases.incremental(url, "orders", "updated_at");
    orders.extract();
    Optional<String> before = orders.last().watermark();

    orders.backfill("2026-01-01T03:00:00Z", "2026-01-01T06:00:00Z", "r1");

    assertThat(orders.rows(orders.last()))
        .extracting(row -> row.get("id"))
        .containsExactly(3L, 4L, 5L);
    assertThat(orders.last().watermark()).isEqualTo(before);
  }

  @Test
  void dropsHashesAndMasksColumns() throws Exception {
    Columns columns =
        new Columns(
            List.of(), List.of("day", "local"), List.of("mail", "mark", "id"), List.of("amount"));
    Databases.execute(
        url, "UPDATE orders SET mail = NULL, amount = NULL, mark = NULL WHERE id = 3");
    Extracting orders = extracting(new ReadMode.Snapshot(), with(columns));
    orders.extract();

    List<GenericRecord> rows = orders.rows();
    assertThat(rows.get(0).getSchema().getFields())
        .extracting(org.apache.avro.Schema.Field::name)
        .containsExactly("id", "mail", "amount", "updated_at", "mark", "_extracted_at");
    assertThat(rows.get(0).get("id")).hasToString(name("1"));
    assertThat(rows.get(0).get("mail")).hasToString(name("user1@example.com"));
    assertThat(rows.get(0).get("mark")).hasToString(name("\\x00ff"));
    assertThat(rows.get(0).get("amount")).hasToString("***");
    assertThat(List.of("mail", "amount", "mark"))
        .allSatisfy(column -> assertThat(rows.get(2).get(column)).isNull());
  }

  @Test
  void readsAnewWhenTheConnectionIsCutInTheMiddle() throws Exception {
    Databases.execute(
        url,
        "CREATE TABLE large (id bigint PRIMARY KEY, filler text)",
        "INSERT INTO large SELECT seq, repeat(sha2(seq, 256), 10) FROM "
            + Databases.sequence(30_000));
    try (CutConnections cut = new CutConnections(Databases.port(), 2, 8_000_000)) {
      String through = Databases.url("extracts" + databases, cut.port());
      Extracting large =
          Databases.extracting(
              () -> Databases.open(through), "large", new ReadMode.Snapshot(), ReadSettings.PLAIN);
      large.extract();

      assertThat(cut.cutsLeft()).isZero();
      assertThat(large.ids()).isEqualTo(LongStream.rangeClosed(1, 30_000).boxed().toList());
      assertThat(large.parts()).as("no part stays").isEqualTo(large.last().parts().size());
    }
  }

  /** The orders of keys differ: by the server's collation, by numbers, and by bytes. */
  @Test
  void landsTombstonesForWhatIsGone() throws Exception {
    Databases.execute(
        url,
        """
        CREATE TABLE stock (
          shop varchar(20) CHARACTER SET sjis, item int(5) zerofill, n int,
          PRIMARY KEY (shop, item))
        """,
        """
        INSERT INTO stock
        SELECT shop, seq, 1
        FROM (SELECT '本店' AS shop UNION SELECT 'Ueno' UNION SELECT 'a b' UNION SELECT 'a\\tb'
          UNION SELECT 'A' UNION SELECT 'ｶﾅ') shops, %s
        """
            .formatted(Databases.sequence(12)));
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

    assertThat(stock.rows(stock.last()).get(0).get("_deleted")).isEqualTo(true);
    assertThat(keys(stock.rows(stock.last())))
        .containsExactlyElementsOf(
            all.stream()
                .filter(key -> key.get(0).equals("Ueno") || List.of("2", "10").contains(key.get(1)))
                .toList());
  }

  private static String name(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    byte[] name = new Pseudonyms(Extracting.SECRET).naming().of(bytes, 0, bytes.length);
    return new String(name, StandardCharsets.US_ASCII);
  }

  private static List<List<String>> keys(List<GenericRecord> rows) {
    return rows.stream()
        .map(row -> List.of(row.get("shop").toString(), row.get("item").toString()))
        .sorted(
            Comparator.comparing(
                key -> String.join("\0", key).getBytes(StandardCharsets.UTF_8),
                Arrays::compareUnsigned))
        .toList();
  }

  private Extracting extracting(ReadMode mode, ReadSettings settings) {
    return Databases.extracting(() -> Databases.open(url), "orders", mode, settings);
  }

  private static ReadSettings zone(Optional<String> where) {
    return settings(Columns.ALL, where, Optional.of("Asia/Tokyo"), Optional.empty(), List.of());
  }

  private static ReadSettings with(Columns columns) {
    return settings(columns, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
  }

  private static ReadSettings reconciled(List<String> key) {
    return settings(
        Columns.ALL, Optional.empty(), Optional.empty(), Optional.of(Duration.ofHours(1)), key);
  }

  private static ReadSettings settings(
      Columns columns,
      Optional<String> where,
      Optional<String> zone,
      Optional<Duration> reconcile,
      List<String> key) {
    return new ReadSettings(
        columns, where, Optional.empty(), Optional.empty(), zone, reconcile, key);
  }
}

package sluice.extract.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.RejectedException;
import sluice.extract.database.Extracting;
import sluice.extract.database.KeyRange;
import sluice.extract.database.TableRead;
import sluice.plan.ReadMode;
import sluice.plan.ReadSettings;

/** Tables that take several calls: read by ranges of their keys. */
final class ContinuedReadsTest {
  private static final int ROWS = 2_000;
  private static int databases;

  private String url = "";

  @BeforeEach
  void create() throws Exception {
    url = Databases.create("continued" + ++databases);
  }

  @Test
  void readsATableByItsKeyOnceTheWholeTakesTooLong() throws Exception {
    fill("id bigint PRIMARY KEY", "i");
    Extracting large = snapshot();
    large.hurry(9, 300);

    int calls = large.extractInCalls(call -> {});

    assertThat(calls).isBetween(3, 10);
    assertThat(large.commits()).hasSize(1);
    assertThat(large.last().trail().calls()).contains(calls);
    assertThat(large.ids()).isEqualTo(all());
    assertThat(large.parts()).isEqualTo(large.last().parts().size());
  }

  @Test
  void endsItsRangesInTheOrderOfTheKeyRatherThanOfItsText() throws Exception {
    fill("id bigint PRIMARY KEY", "i");
    KeyRange all = new KeyRange(List.of("id"), Optional.empty(), Optional.empty());
    try (PostgresDatabase source = Databases.open(url)) {
      TableRead what = TableRead.snapshot(source.table("large"), Instant.EPOCH).within(all);

      assertThat(source.keyAt(what, 1_000)).contains(List.of("1000"));
      assertThat(source.keyAt(what, ROWS + 1)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text COLLATE \"C\"",
        "varchar(40)",
        "char(12)",
        "uuid",
        "numeric",
        "double precision",
        "timestamptz",
        "timestamp",
        "date",
        "bytea",
        "interval",
        "inet"
      })
  void readsByAKeyOfAnyType(String type) throws Exception {
    String plain = type.replaceAll(" COLLATE.*", "");
    String value =
        switch (plain) {
          case "uuid" -> "md5(i::text)::uuid";
          case "timestamptz", "timestamp" -> "now() + i * interval '1.000001 s'";
          case "date" -> "date '0001-01-01' + i";
          case "bytea" -> "decode(md5(i::text), 'hex')";
          case "interval" -> "i * interval '1 day 0.5 s'";
          case "inet" -> "inet '10.0.0.0' + i";
          case "double precision" -> "i / 3.0";
          case "numeric" -> "i / 7.0";
          default -> "'鍵' || left(md5(i::text), 10)";
        };
    fill("id bigint NOT NULL, k " + type + " PRIMARY KEY", "i, (" + value + ")::" + type);
    Extracting large = snapshot();
    large.hurry(9, 300);

    large.extractInCalls(call -> {});

    assertThat(large.ids()).isEqualTo(all());
  }

  @Test
  void readsByAKeyOfSeveralColumnsWhileRowsChange() throws Exception {
    fill(
        "id bigint NOT NULL, shop text, item int, PRIMARY KEY (shop, item)",
        "i, 'shop ' || i % 7, i");
    Extracting large = snapshot();
    large.hurry(9, 300);
    int calls =
        large.extractInCalls(
            call ->
                Databases.execute(
                    url, "UPDATE large SET id = id + 1000000 WHERE id % 500 = " + call));

    assertThat(calls).isGreaterThan(2);
    assertThat(keys(large)).as("no row twice, none missed").hasSize(ROWS).doesNotHaveDuplicates();
  }

  @Test
  void leavesTheGapToTheNextIncrementalExtract() throws Exception {
    fill(
        "id bigint PRIMARY KEY, at timestamptz NOT NULL DEFAULT now() - interval '1 h', n int",
        "i");
    Extracting large =
        Databases.extracting(
            () -> Databases.open(url),
            "large",
            new ReadMode.Incremental("at", Duration.ZERO),
            ReadSettings.PLAIN);
    large.hurry(9, 300);
    int calls =
        large.extractInCalls(
            call ->
                Databases.execute(
                    url,
                    "UPDATE large SET n = %d, at = now() WHERE id %% 700 = %d"
                        .formatted(call, call)));
    Databases.execute(url, "SELECT pg_sleep(1.1)");
    large.extract();

    assertThat(calls).isGreaterThan(2);
    assertThat(latest(large)).isEqualTo(inSource());
  }

  @Test
  void refusesATableWithoutAKey() throws Exception {
    fill("id bigint, filler int", "i");
    Extracting large = snapshot();
    large.hurry(9, 300);

    assertThatThrownBy(large::extract)
        .isInstanceOf(RejectedException.class)
        .hasMessage(
            "Reading public.large takes longer than one call, and it has no primary key to read"
                + " it by over several. Give it one, or name columns that are NOT NULL as its"
                + " `key`, or read less of it: incrementally, or with a `where`.");
    assertThat(large.parts()).isZero();
  }

  @Test
  void empiesATableThatTookLongBefore() throws Exception {
    fill("id bigint PRIMARY KEY", "i");
    Extracting large = snapshot();
    large.hurry(9, 300);
    large.extractInCalls(call -> {});
    Databases.execute(url, "TRUNCATE large");
    large.extract();

    assertThat(large.last().rows()).isZero();
    assertThat(large.last().parts()).as("one that empties the table").hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ADD PRIMARY KEY (b)", "ALTER a DROP NOT NULL, ALTER b DROP NOT NULL"})
  void beginsAnewWhenTheKeyIsAnother(String change) throws Exception {
    fill(
        "id bigint NOT NULL, a timestamp PRIMARY KEY, b timestamp NOT NULL",
        "i, now() + i * interval '1 s', now() - i * interval '1 s'");
    Extracting large = snapshot();
    large.hurry(9, 300);
    large.extractInCalls(
        call -> {
          if (call == 2) {
            Databases.execute(
                url, "ALTER TABLE large DROP CONSTRAINT large_pkey", "ALTER TABLE large " + change);
            large.hurry(300, 300);
          }
        });

    assertThat(large.ids()).isEqualTo(all());
  }

  private void fill(String columns, String values) throws SQLException {
    Databases.execute(
        url,
        "CREATE TABLE large (%s, filler_ text DEFAULT repeat('x', 3600))".formatted(columns),
        "INSERT INTO large SELECT %s FROM generate_series(1, %d) i".formatted(values, ROWS));
  }

  private Extracting snapshot() {
    return Databases.extracting(
        () -> Databases.open(url), "large", new ReadMode.Snapshot(), ReadSettings.PLAIN);
  }

  private static List<String> keys(Extracting large) {
    return large.rows().stream().map(row -> row.get("shop") + "/" + row.get("item")).toList();
  }

  /** What a merge by key leaves of the rows that landed. */
  private static Map<Long, Object> latest(Extracting large) {
    Map<Long, Object> rows = new TreeMap<>();
    for (GenericRecord row : large.rows()) {
      rows.put((Long) row.get("id"), String.valueOf(row.get("n")));
    }
    return rows;
  }

  private Map<Long, Object> inSource() throws SQLException {
    Map<Long, Object> rows = new TreeMap<>();
    try (Connection connection = Databases.connect(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT id, n FROM large")) {
      while (row.next()) {
        rows.put(row.getLong(1), String.valueOf(row.getObject(2)));
      }
    }
    return rows;
  }

  private static List<Long> all() {
    return LongStream.rangeClosed(1, ROWS).boxed().toList();
  }
}

package sluice.extract.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.extract.database.Extracting;
import sluice.plan.ReadMode;
import sluice.plan.ReadSettings;

/** Tables that take several calls: read by ranges of their keys. */
@Tag("mysql")
final class ContinuedReadsTest {
  private static final int ROWS = 2_000;
  private static int databases;

  private String url = "";

  @BeforeEach
  void create() throws Exception {
    url = Databases.create("continued" + ++databases);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "bigint, seq",
        "bigint unsigned, 18446744073709551615 - seq",
        "\"decimal(30,12)\", seq / 7",
        "double, seq / 3",
        "varchar(40) COLLATE utf8mb4_general_ci, \"concat('鍵''\\\\', left(sha2(seq, 256), 32))\"",
        "char(12) CHARACTER SET sjis, \"concat('鍵', seq)\"",
        "binary(16), \"left(unhex(sha2(seq, 256)), 16)\"",
        "datetime(6), \"timestamp'2026-01-01 00:00:00.000001' + interval seq second\"",
        "date, date'1900-01-01' + interval seq day",
        "bit(20), seq"
      })
  void readsByAKeyOfAnyType(String type, String value) throws Exception {
    fill("id bigint NOT NULL, k " + type + " PRIMARY KEY", "seq, " + value);
    Extracting large = snapshot();
    large.hurry(9, 300);

    int calls = large.extractInCalls(call -> {});

    assertThat(calls).isGreaterThan(2);
    assertThat(large.ids()).isEqualTo(all());
    assertThat(large.parts()).isEqualTo(large.last().parts().size());
  }

  @Test
  void readsByAKeyOfATypeThatMariadbAloneHas() throws Exception {
    assumeTrue(Databases.isMariadb(), "MySQL has no type for UUIDs");
    readsByAKeyOfAnyType("uuid", "uuid()");
  }

  @Test
  void readsByAKeyOfSeveralColumnsWhileRowsChange() throws Exception {
    fill(
        "id bigint NOT NULL, shop enum('z', 'b', 'y', 'a'), item int,"
            + " at timestamp(6) NOT NULL DEFAULT '2026-01-01', PRIMARY KEY (shop, item)",
        "seq, 1 + seq % 4, seq, now()");
    Extracting large =
        Databases.extracting(
            () -> Databases.open(url),
            "large",
            new ReadMode.Incremental("at", Duration.ZERO),
            ReadSettings.PLAIN);
    Databases.execute(url, "UPDATE large SET at = '2026-01-02'");
    large.hurry(9, 300);

    int calls =
        large.extractInCalls(
            call ->
                Databases.execute(
                    url,
                    "UPDATE large SET id = id + 1000000, at = now(6) WHERE id % 500 = " + call));
    Databases.execute(url, "SELECT sleep(2.1)");
    large.extract();

    assertThat(calls).isGreaterThan(2);
    assertThat(latest(large)).isEqualTo(inSource());
  }

  private void fill(String columns, String values) throws SQLException {
    Databases.execute(
        url,
        "CREATE TABLE large (%s, filler text)".formatted(columns),
        "INSERT INTO large SELECT %s, repeat('x', 3600) FROM %s"
            .formatted(values, Databases.sequence(ROWS)));
  }

  private Extracting snapshot() {
    return Databases.extracting(
        () -> Databases.open(url), "large", new ReadMode.Snapshot(), ReadSettings.PLAIN);
  }

  /** What a merge by key leaves of the rows that landed. */
  private static Map<String, String> latest(Extracting large) {
    Map<String, String> rows = new TreeMap<>();
    for (GenericRecord row : large.rows()) {
      rows.put(row.get("shop") + "/" + row.get("item"), String.valueOf(row.get("id")));
    }
    return rows;
  }

  private Map<String, String> inSource() throws SQLException {
    Map<String, String> rows = new TreeMap<>();
    try (Connection connection = Databases.connect(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT shop, item, id FROM large")) {
      while (row.next()) {
        rows.put(row.getString(1) + "/" + row.getString(2), row.getString(3));
      }
    }
    return rows;
  }

  private static List<Long> all() {
    return LongStream.rangeClosed(1, ROWS).boxed().toList();
  }
}

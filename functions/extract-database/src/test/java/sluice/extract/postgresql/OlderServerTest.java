package sluice.extract.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.extract.database.ColumnSelection;
import sluice.extract.database.ExtractResult;
import sluice.extract.database.MemorySink;
import sluice.extract.database.SourceOptions;
import sluice.extract.database.TableRead;

/** PostgreSQL 13, which finds no rows by ranges of their places: large tables are cut by keys. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
final class OlderServerTest {
  private static final int ROWS = 12_000;
  private static final int CONNECTIONS = 3;

  private static String url = "";

  @BeforeAll
  static void create() throws Exception {
    url = Databases.Older.create("older");
    fill("plain", "id int PRIMARY KEY", "");
    fill("scattered", "id int NOT NULL, k uuid PRIMARY KEY DEFAULT md5(random()::text)::uuid", "");
    fill("tenants", "id int, tenant int DEFAULT 7, PRIMARY KEY (tenant, id)", "");
    fill("keyless", "id int", "");
    fill("closed", "id int NOT NULL, k int NOT NULL DEFAULT 1, secret int PRIMARY KEY", ", secret");
    fill("documents", "id int NOT NULL, k json NOT NULL DEFAULT '{}'", "");
    Databases.execute(
        url,
        "CREATE TABLE sales (id int, day int, filler text, PRIMARY KEY (id, day))"
            + " PARTITION BY RANGE (day)",
        "CREATE TABLE sales_1 PARTITION OF sales FOR VALUES FROM (0) TO (3)",
        "CREATE TABLE sales_2 PARTITION OF sales FOR VALUES FROM (3) TO (9)",
        "INSERT INTO sales SELECT id, id % 9, filler FROM plain",
        "CREATE VIEW seen AS SELECT * FROM plain",
        "CREATE TABLE parent (id int PRIMARY KEY, filler text)",
        "CREATE TABLE child () INHERITS (parent)",
        "ALTER TABLE child ALTER id DROP NOT NULL",
        "INSERT INTO child SELECT nullif(id, 1), filler FROM plain",
        "CREATE FOREIGN DATA WRAPPER away",
        "CREATE SERVER away FOREIGN DATA WRAPPER away",
        "CREATE TABLE spread (id int NOT NULL, filler text) PARTITION BY RANGE (id)",
        "CREATE TABLE spread_1 PARTITION OF spread FOR VALUES FROM (0) TO (1000000)",
        "CREATE FOREIGN TABLE spread_2 PARTITION OF spread FOR VALUES FROM (1000000) TO (2000000)"
            + " SERVER away",
        "INSERT INTO spread SELECT * FROM plain",
        "CREATE ROLE clerk LOGIN",
        "GRANT SELECT (id, filler) ON closed TO clerk");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "scattered", "tenants", "sales"})
  void sharesATableByItsKey(String table) throws Exception {
    MemorySink sink = new MemorySink();
    try (PostgresDatabase source = open("postgres")) {
      TableRead all = read(source, table);
      ExtractResult result = source.read(all, sink);

      assertThat(result.parts()).hasSizeBetween(2, CONNECTIONS);
      assertThat(rowsOfStretches(all))
          .hasSize(CONNECTIONS)
          .allSatisfy(rows -> assertThat(rows).isBetween(ROWS / 6L, ROWS / 2L));
    }
    assertThat(ids(sink)).isEqualTo(LongStream.rangeClosed(1, ROWS).boxed().toList());
  }

  @Test
  void sharesWhatAConditionLeaves() throws Exception {
    MemorySink sink = new MemorySink();
    try (PostgresDatabase source = open("postgres")) {
      TableRead some = read(source, "plain").where("id > 6000 -- the newer ones");
      source.read(some, sink);

      assertThat(rowsOfStretches(some))
          .hasSize(CONNECTIONS)
          .allSatisfy(rows -> assertThat(rows).isBetween(ROWS / 12L, ROWS / 4L));
    }
    assertThat(ids(sink)).isEqualTo(LongStream.rangeClosed(6_001, ROWS).boxed().toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"keyless", "seen", "spread", "parent"})
  void readsOnOneConnectionWhatHasNoKeyToRelyOn(String table) throws Exception {
    try (PostgresDatabase source = open("postgres")) {
      TableRead all = read(source, table);

      assertThat(cut(all)).containsExactly(BlockRange.ALL);
    }
  }

  @Test
  void looksAgainWhetherInheritorsHoldTheKeyWhenItReads() throws Exception {
    try (PostgresDatabase source = open("postgres")) {
      TableRead parent = read(source, "parent").cutBy(List.of("id"));

      assertThat(cut(parent)).containsExactly(BlockRange.ALL);
    }
  }

  @Test
  void readsOnOneConnectionByAKeyThatItsRoleMayNotRead() throws Exception {
    MemorySink sink = new MemorySink();
    try (PostgresDatabase source = open("clerk")) {
      TableRead some =
          read(source, "closed")
              .selecting(List.of(ColumnSelection.of("id"), ColumnSelection.of("filler")));

      assertThat(source.read(some, sink).parts()).hasSize(1);
    }
    assertThat(ids(sink)).hasSize(ROWS).doesNotHaveDuplicates();
  }

  @Test
  void takesThePipelinesKeyIfItHasAnOrder() throws Exception {
    MemorySink sink = new MemorySink();
    try (PostgresDatabase source = open("postgres")) {
      TableRead documents = read(source, "documents");

      assertThat(cut(documents.cutBy(List.of("k")))).containsExactly(BlockRange.ALL);
      assertThat(cut(documents.cutBy(List.of("id")))).hasSize(CONNECTIONS);
      assertThat(source.read(documents.cutBy(List.of("k")), sink).rows()).isEqualTo(ROWS);
    }
  }

  /** Rows of 600 bytes, in no order of their keys; never analyzed. */
  private static void fill(String table, String columns, String alsoId) throws SQLException {
    Databases.execute(
        url,
        "CREATE TABLE %s (%s, filler text) WITH (autovacuum_enabled = off)"
            .formatted(table, columns),
        "INSERT INTO %s (id, filler%s) SELECT i, repeat(md5(i::text), 18)%s FROM generate_series(1, %d) i"
            .formatted(table, alsoId, alsoId.isEmpty() ? "" : ", i", ROWS));
  }

  private static TableRead read(PostgresDatabase source, String table) {
    return TableRead.snapshot(source.table(table), Instant.EPOCH).inParallel(CONNECTIONS);
  }

  private static List<Stretch> cut(TableRead what) throws SQLException {
    try (Session session = address("postgres").connect();
        Moment moment = session.begin()) {
      return new Stretches(moment, what).cut(session.majorVersion());
    }
  }

  private static List<Long> rowsOfStretches(TableRead what) throws SQLException {
    List<Long> rows = new ArrayList<>();
    List<Stretch> stretches = cut(what);
    try (Session session = address("postgres").connect();
        Moment moment = session.begin()) {
      for (Stretch stretch : stretches) {
        String count = "SELECT count(*) FROM " + Sql.name(what.table()) + Sql.where(what, stretch);
        rows.add(Long.valueOf(moment.single(count).orElseThrow()));
      }
    }
    return rows;
  }

  private static List<Long> ids(MemorySink sink) throws Exception {
    List<GenericRecord> rows = sink.rows();
    return rows.stream().map(row -> (Long) row.get("id")).sorted().toList();
  }

  private static PostgresDatabase open(String role) {
    return PostgresDatabase.open(
        url, Optional.of(role), Optional.of("postgres"), SourceOptions.defaults());
  }

  private static Session.Address address(String role) {
    return new Session.Address(
        url, Optional.of(role), Optional.of("postgres"), SourceOptions.defaults());
  }
}

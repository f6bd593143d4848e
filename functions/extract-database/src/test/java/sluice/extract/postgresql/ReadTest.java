package sluice.extract.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sluice.extract.database.ColumnSelection;
import sluice.extract.database.CursorRange;
import sluice.extract.database.ExtractResult;
import sluice.extract.database.MemorySink;
import sluice.extract.database.Part;
import sluice.extract.database.PartSink;
import sluice.extract.database.SourceTable;
import sluice.extract.database.TableRead;

/** Moments, parts and connections. */
final class ReadTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456Z");

  private static String url = "";

  @BeforeAll
  static void create() throws Exception {
    url = Databases.create("reading");
    Databases.execute(
        url,
        "CREATE TABLE accounts (id int PRIMARY KEY, balance bigint NOT NULL, filler text)",
        """
        INSERT INTO accounts
        SELECT i, 1000, (SELECT string_agg(md5((i * 8 + k)::text), '') FROM generate_series(1, 8) k)
        FROM generate_series(1, 40000) i
        """,
        "CREATE TABLE empty (id int PRIMARY KEY, at timestamptz)",
        "CREATE TABLE sales (id int, day date, note text, PRIMARY KEY (id, day))"
            + " PARTITION BY RANGE (day)",
        "CREATE TABLE sales_1 PARTITION OF sales FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
        "CREATE TABLE sales_2 PARTITION OF sales FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')",
        """
        INSERT INTO sales SELECT i, date '2026-01-01' + i % 59, repeat(md5(i::text), 8)
        FROM generate_series(1, 30000) i
        """,
        "CREATE VIEW rich AS SELECT id, balance FROM accounts WHERE id <= 3",
        "ANALYZE");
  }

  @Test
  void parallelConnectionsReadOneMoment() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch moving = new CountDownLatch(200);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<?> transfers = thread.submit(() -> transfer(over, moving));
    MemorySink sink = new MemorySink();
    try (PostgresDatabase source = Databases.open(url)) {
      moving.await();
      TableRead all = TableRead.snapshot(source.table("accounts"), NOON).inParallel(4);
      ExtractResult result = source.read(all, sink);

      assertThat(result.parts()).hasSizeBetween(2, 4);
      assertThat(result.rows()).isEqualTo(40_000);
    } finally {
      over.set(true);
      thread.shutdown();
    }
    transfers.get();
    List<GenericRecord> rows = sink.rows();
    assertThat(ids(rows)).isEqualTo(LongStream.rangeClosed(1, 40_000).boxed().toList());
    assertThat(rows.stream().mapToLong(row -> (long) row.get("balance")).sum())
        .isEqualTo(40_000_000);
  }

  @Test
  void everyRowHasTheTimeOfExtraction() throws Exception {
    MemorySink sink = new MemorySink();
    try (PostgresDatabase source = Databases.open(url)) {
      source.read(TableRead.snapshot(source.table("rich"), NOON), sink);
    }
    assertThat(sink.rows())
        .hasSize(3)
        .allMatch(row -> row.get("_extracted_at").equals(1_767_268_800_123_456L));
  }

  @Test
  void partitionsAreReadTogetherAndInParallel() throws Exception {
    MemorySink sink = new MemorySink();
    try (PostgresDatabase source = Databases.open(url)) {
      SourceTable sales = source.table("sales");
      assertThat(source.tables())
          .extracting(SourceTable::name)
          .contains("sales")
          .doesNotContain("sales_1", "sales_2");
      assertThat(sales.estimatedRows()).isEqualTo(30_000);

      ExtractResult result = source.read(TableRead.snapshot(sales, NOON).inParallel(3), sink);

      assertThat(result.parts()).hasSizeGreaterThan(1);
    }
    assertThat(ids(sink.rows())).isEqualTo(LongStream.rangeClosed(1, 30_000).boxed().toList());
  }

  @Test
  void aTableWithoutRowsGivesOneEmptyPart() throws Exception {
    MemorySink sink = new MemorySink();
    try (PostgresDatabase source = Databases.open(url)) {
      ExtractResult result =
          source.read(TableRead.snapshot(source.table("empty"), NOON).inParallel(4), sink);

      assertThat(result.parts()).containsExactly(new Part(1, 0, sink.complete().get(1).length));
    }
    assertThat(sink.rows()).isEmpty();
    assertThat(sink.schema().getFields()).hasSize(3);
  }

  @Test
  void aRangeWithoutRowsGivesNoPart() throws Exception {
    MemorySink sink = new MemorySink();
    try (PostgresDatabase source = Databases.open(url)) {
      CursorRange none = new CursorRange("at", Optional.empty(), "2026-01-01T00:00:00Z");
      ExtractResult result =
          source.read(TableRead.snapshot(source.table("empty"), NOON).within(none), sink);

      assertThat(result.parts()).isEmpty();
      assertThat(result.rows()).isZero();
    }
    assertThat(sink.complete()).isEmpty();
  }

  @Test
  void aPartEndsAtItsSize() throws Exception {
    MemorySink sink = new MemorySink();
    try (PostgresDatabase source = Databases.open(url)) {
      TableRead all = TableRead.snapshot(source.table("accounts"), NOON).inPartsOf(1_000_000);
      ExtractResult result = source.read(all, sink);

      assertThat(result.parts()).hasSizeGreaterThan(3);
      assertThat(result.parts())
          .extracting(Part::number)
          .isEqualTo(IntStream.rangeClosed(1, result.parts().size()).boxed().toList());
      assertThat(result.parts())
          .allMatch(part -> part.bytes() == sink.complete().get(part.number()).length)
          .allMatch(part -> part.bytes() < 2_100_000);
      assertThat(result.parts().stream().mapToLong(Part::rows).sum()).isEqualTo(40_000);
    }
    assertThat(ids(sink.rows())).hasSize(40_000).doesNotHaveDuplicates();
  }

  @Test
  void columnsAreSelectedRenamedAndFiltered() throws Exception {
    MemorySink sink = new MemorySink();
    try (PostgresDatabase source = Databases.open(url)) {
      TableRead some =
          TableRead.snapshot(source.table("accounts"), NOON)
              .selecting(List.of(new ColumnSelection("balance", "yen"), ColumnSelection.of("id")))
              .where("id IN (7, 9) -- two of them");
      assertThat(source.read(some, sink).rows()).isEqualTo(2);
    }
    assertThat(sink.schema().getFields())
        .extracting(org.apache.avro.Schema.Field::name)
        .containsExactly("yen", "id", "_extracted_at");
    assertThat(ids(sink.rows())).containsExactly(7L, 9L);
  }

  @Test
  void aSinkThatFailsStopsEveryWorkerAndCompletesNothingMore() throws Exception {
    MemorySink memory = new MemorySink();
    PartSink failing =
        new PartSink() {
          @Override
          public OutputStream open(int part) throws IOException {
            if (part == 2) {
              throw new IOException("the bucket is gone");
            }
            return memory.open(part);
          }

          @Override
          public void wrote(long rows, long bytes) {}

          @Override
          public void abandon(int part) {
            memory.abandon(part);
          }
        };
    try (PostgresDatabase source = Databases.open(url)) {
      TableRead all = TableRead.snapshot(source.table("accounts"), NOON).inParallel(2);

      assertThatThrownBy(() -> source.read(all, failing))
          .isInstanceOf(IOException.class)
          .hasMessage("the bucket is gone");
      assertThat(source.read(all, new MemorySink()).rows()).isEqualTo(40_000);
    }
    assertThat(memory.abandoned()).doesNotContain(2);
    assertThat(Collections.disjoint(memory.abandoned(), memory.complete().keySet())).isTrue();
  }

  private static List<Long> ids(List<GenericRecord> rows) {
    return rows.stream().map(row -> (Long) row.get("id")).sorted().toList();
  }

  /** Moves money between accounts at both ends of the table, one transaction each. */
  private static Void transfer(AtomicBoolean over, CountDownLatch moving) throws SQLException {
    try (Connection connection = Databases.connect(url);
        Statement statement = connection.createStatement()) {
      for (int turn = 1; !over.get(); turn++) {
        statement.execute(
            "UPDATE accounts SET balance = balance + CASE WHEN id < 20000 THEN 7 ELSE -7 END"
                + " WHERE id IN (%d, %d)".formatted(turn % 20_000, 40_000 - turn % 20_000));
        moving.countDown();
      }
    }
    return null;
  }
}

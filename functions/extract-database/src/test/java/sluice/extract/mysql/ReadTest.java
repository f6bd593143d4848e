package sluice.extract.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sluice.extract.database.ColumnSelection;
import sluice.extract.database.CursorRange;
import sluice.extract.database.ExtractResult;
import sluice.extract.database.MemorySink;
import sluice.extract.database.Part;
import sluice.extract.database.TableRead;

/** Moments and parts. */
@Tag("mysql")
final class ReadTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456Z");

  private static String url = "";

  @BeforeAll
  static void create() throws Exception {
    url = Databases.create("reading");
    Databases.execute(
        url,
        "CREATE TABLE accounts (id int PRIMARY KEY, balance bigint NOT NULL, filler text)",
        "INSERT INTO accounts SELECT seq, 1000, concat(sha2(seq, 224), sha2(seq, 512)) FROM "
            + Databases.sequence(40_000),
        "CREATE TABLE nothing (id int PRIMARY KEY, at timestamp)",
        "CREATE VIEW rich AS SELECT id, balance FROM accounts WHERE id <= 3");
  }

  @Test
  void aReadIsOfOneMoment() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch moving = new CountDownLatch(200);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<?> transfers = thread.submit(() -> transfer(over, moving));
    MemorySink sink = new MemorySink();
    try (MysqlDatabase source = Databases.open(url)) {
      moving.await();
      ExtractResult result = source.read(TableRead.snapshot(source.table("accounts"), NOON), sink);

      assertThat(result.rows()).isEqualTo(40_000);
    } finally {
      over.set(true);
      thread.shutdown();
    }
    transfers.get();
    assertThat(sink.rows().stream().mapToLong(row -> (Long) row.get("balance")).sum())
        .isEqualTo(40_000_000L);
    assertThat(sink.rows().get(7).get("_extracted_at"))
        .isEqualTo(NOON.getEpochSecond() * 1_000_000 + 123_456);
  }

  @Test
  void emptyTablesGiveOnePartAndEmptyRangesNone() throws Exception {
    try (MysqlDatabase source = Databases.open(url)) {
      TableRead all = TableRead.snapshot(source.table("nothing"), NOON);

      assertThat(source.read(all, new MemorySink()).parts())
          .extracting(Part::rows)
          .containsExactly(0L);
      CursorRange range = new CursorRange("at", Optional.empty(), "2026-01-01T00:00:00Z");
      assertThat(source.read(all.within(range), new MemorySink()).parts()).isEmpty();
    }
  }

  @Test
  void partsEndAtTheirSizeAndColumnsAreChosen() throws Exception {
    MemorySink sink = new MemorySink();
    try (MysqlDatabase source = Databases.open(url)) {
      TableRead some =
          TableRead.snapshot(source.table("accounts"), NOON)
              .selecting(List.of(ColumnSelection.of("filler"), new ColumnSelection("id", "number")))
              .where("id % 2 = 0 # even")
              .inPartsOf(1 << 18)
              .inParallel(4);
      ExtractResult result = source.read(some, sink);

      assertThat(result.rows()).isEqualTo(20_000);
      assertThat(result.parts()).hasSizeGreaterThan(1);
      assertThat(result.parts()).extracting(Part::number).startsWith(1, 2);
    }
    assertThat(sink.rows().get(0).getSchema().getFields())
        .extracting(org.apache.avro.Schema.Field::name)
        .containsExactly("filler", "number", "_extracted_at");
  }

  @Test
  void viewsAreRead() throws Exception {
    MemorySink sink = new MemorySink();
    try (MysqlDatabase source = Databases.open(url)) {
      source.read(TableRead.snapshot(source.table("rich"), NOON), sink);
    }
    assertThat(sink.rows()).extracting(row -> row.get("id")).containsExactly(1L, 2L, 3L);
  }

  /** Its packet goes on in a second one at 16 MiB. */
  @Test
  void aRowLargerThanAPacketIsRead() throws Exception {
    Databases.execute(url, "SET GLOBAL max_allowed_packet = 67108864");
    Databases.execute(
        url,
        "CREATE TABLE vast (id int PRIMARY KEY, filler longtext, after_it int)"
            + " CHARACTER SET utf8mb4",
        "INSERT INTO vast VALUES (1, repeat('あいう', 2200000), 7), (2, 'x', 8)");
    MemorySink sink = new MemorySink();
    try (MysqlDatabase source = Databases.open(url)) {
      source.read(TableRead.snapshot(source.table("vast"), NOON), sink);
    }
    assertThat(sink.rows()).extracting(row -> row.get("after_it")).containsExactly(7L, 8L);
    assertThat(sink.rows().get(0).get("filler").toString().equals("あいう".repeat(2_200_000)))
        .isTrue();
  }

  private static Object transfer(AtomicBoolean over, CountDownLatch moving) throws SQLException {
    try (Connection connection = Databases.connect(url);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (int index = 0; !over.get(); index++) {
        int from = 1 + index * 7919 % 40_000;
        int to = 1 + index * 104_729 % 40_000;
        statement.execute("UPDATE accounts SET balance = balance - 7 WHERE id = " + from);
        statement.execute("UPDATE accounts SET balance = balance + 7 WHERE id = " + to);
        connection.commit();
        moving.countDown();
      }
    }
    return url;
  }
}

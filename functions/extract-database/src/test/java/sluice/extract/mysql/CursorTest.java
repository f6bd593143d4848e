package sluice.extract.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sluice.RejectedException;
import sluice.extract.database.CursorRange;
import sluice.extract.database.MemorySink;
import sluice.extract.database.SafeMoment;
import sluice.extract.database.SourceOptions;
import sluice.extract.database.TableRead;

/** Ranges, and how far it is safe to read. */
@Tag("mysql")
final class CursorTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static String url = "";

  @BeforeAll
  static void create() throws Exception {
    url = Databases.create("cursors");
    Databases.execute(
        url,
        "CREATE TABLE events (id int PRIMARY KEY, at timestamp(6) NULL, local datetime, day date)",
        """
        INSERT INTO events VALUES
          (1, '2026-01-01 00:00:00.000001', '2026-01-01 09:00:00', '2026-01-01'),
          (2, '2026-01-01 00:00:00.000002', '2026-01-01 09:01:00', '2026-01-02'),
          (3, '2026-01-01 00:00:00.000003', '2026-01-01 09:02:00', '2026-01-03'),
          (4, NULL, NULL, NULL)
        """,
        "CREATE USER reader IDENTIFIED BY 'secret'",
        "GRANT SELECT ON cursors.* TO reader");
  }

  @Test
  void theEndBelongsToARangeAndTheBeginningDoesNot() throws Exception {
    assertThat(read("at", Optional.empty(), "2026-01-01T00:00:00.000002Z")).containsExactly(1L, 2L);
    assertThat(
            read("at", Optional.of("2026-01-01T00:00:00.000002Z"), "2026-01-01T00:00:00.000003Z"))
        .containsExactly(3L);
    assertThat(read("local", Optional.of("2026-01-01T09:00"), "2026-01-01T09:01"))
        .containsExactly(2L);
    assertThat(read("day", Optional.of("2026-01-01"), "2026-01-03")).containsExactly(2L, 3L);
    assertThat(read("at", Optional.empty(), Instant.EPOCH.toString())).isEmpty();
  }

  @Test
  void anOpenTransactionHoldsBackWhatIsSafe() throws Exception {
    try (MysqlDatabase source = Databases.open(url);
        Connection writer = Databases.connect(url);
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      Instant before = clock(statement);
      statement.execute("UPDATE events SET day = day WHERE id = 1");
      statement.execute("SELECT sleep(2.1)");

      SafeMoment held = source.safeMoment(SECOND);
      assertThat(held.at()).isBefore(before).isAfter(before.minusSeconds(4));
      assertThat(held.heldBy().orElseThrow()).matches("connection \\d+, open since .*Z");

      writer.commit();
      assertThat(source.safeMoment(SECOND).heldBy()).isEmpty();
      assertThat(source.safeMoment(SECOND).at()).isAfter(before.minus(SECOND));
    }
  }

  /** It is stamped, waits for the table, and InnoDB does not know of it yet. */
  @Test
  void aStatementThatHasNotComeToItsTableHoldsBackToo() throws Exception {
    try (MysqlDatabase source = Databases.open(url);
        Connection locker = Databases.connect(url);
        Statement lock = locker.createStatement();
        Connection writer = Databases.connect(url);
        Statement write = writer.createStatement()) {
      lock.execute("LOCK TABLES events WRITE");
      Instant before = clock(lock);
      Thread waiting =
          thread(() -> write.execute("INSERT INTO events VALUES (9, now(), NULL, NULL)"));
      lock.execute("SELECT sleep(2.1)");

      SafeMoment held = source.safeMoment(SECOND);

      assertThat(held.at()).isBefore(before);
      lock.execute("UNLOCK TABLES");
      waiting.join();
      write.execute("DELETE FROM events WHERE id = 9");
    }
  }

  @Test
  void aPreparedTransactionHoldsBackThoughItsConnectionIsGone() throws Exception {
    Instant before;
    try (Connection writer = Databases.connect(url);
        Statement statement = writer.createStatement()) {
      before = clock(statement);
      statement.execute("XA START 'two'");
      statement.execute("INSERT INTO events VALUES (8, NULL, NULL, NULL)");
      statement.execute("XA END 'two'");
      statement.execute("XA PREPARE 'two'");
    }
    try (MysqlDatabase source = Databases.open(url)) {
      Databases.execute(url, "SELECT sleep(2.1)");
      SafeMoment held = source.safeMoment(SECOND);

      assertThat(held.at()).isBefore(before);
      assertThat(held.heldBy().orElseThrow()).contains("XA RECOVER");
    } finally {
      Databases.execute(url, "XA ROLLBACK 'two'");
    }
  }

  @Test
  void readsHoldNothingBack() throws Exception {
    try (MysqlDatabase source = Databases.open(url);
        Connection other = Databases.connect(url);
        Statement statement = other.createStatement()) {
      statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
      statement.execute("SELECT sleep(2.1)");

      assertThat(source.safeMoment(SECOND).heldBy()).isEmpty();
    }
  }

  @Test
  void theSafetyIsTakenFromTheDatabasesClockToAWholeSecond() throws Exception {
    try (MysqlDatabase source = Databases.open(url);
        Connection connection = Databases.connect(url);
        Statement statement = connection.createStatement()) {
      Instant before = clock(statement).truncatedTo(ChronoUnit.SECONDS);
      Instant safe = source.safeMoment(Duration.ofMinutes(10)).at();
      Instant after = clock(statement);

      assertThat(safe.plus(1, ChronoUnit.MICROS))
          .isEqualTo(safe.plusSeconds(1).truncatedTo(ChronoUnit.SECONDS));
      assertThat(safe.plus(Duration.ofMinutes(10)))
          .isBetween(before.minus(1, ChronoUnit.MICROS), after);
    }
  }

  @Test
  void whoCannotSeeTransactionsIsTold() {
    try (MysqlDatabase source = Databases.open(url, "reader", "secret", SourceOptions.defaults())) {
      assertThatThrownBy(() -> source.safeMoment(SECOND))
          .isInstanceOf(RejectedException.class)
          .hasMessage(
              "The user reader@% cannot see since when others' transactions are open."
                  + " Let it: GRANT PROCESS ON *.* TO 'reader'@'%'.");
    }
  }

  @Test
  void aReplicaIsNotReadIncrementally() throws Exception {
    boolean master = isOfMasters();
    Databases.execute(
        url,
        master
            ? "CHANGE MASTER TO master_host = '127.0.0.1', master_port = 1, master_user = 'nobody'"
            : "CHANGE REPLICATION SOURCE TO source_host = '127.0.0.1', source_port = 1,"
                + " source_user = 'nobody'",
        master ? "START SLAVE" : "START REPLICA");
    try (MysqlDatabase source = Databases.open(url)) {
      assertThatThrownBy(() -> source.safeMoment(SECOND))
          .isInstanceOf(RejectedException.class)
          .hasMessage(
              "The server is a replica, which cannot tell what is still open on its primary."
                  + " Read incrementally from the primary, or write mode: snapshot.");
    } finally {
      Databases.execute(
          url,
          master ? "STOP SLAVE" : "STOP REPLICA",
          master ? "RESET SLAVE ALL" : "RESET REPLICA ALL");
    }
  }

  /** MySQL got other words in 8.0.22, and lost these in 8.4. */
  private static boolean isOfMasters() throws SQLException {
    try (Connection connection = Databases.connect(url)) {
      return Databases.isMariadb()
          || connection.getMetaData().getDatabaseProductVersion().startsWith("8.0.");
    }
  }

  private static List<Long> read(String column, Optional<String> from, String to) throws Exception {
    MemorySink sink = new MemorySink();
    try (MysqlDatabase source = Databases.open(url)) {
      TableRead all = TableRead.snapshot(source.table("events"), NOON);
      source.read(all.within(new CursorRange(column, from, to)), sink);
    }
    return sink.rows().stream().map(row -> (Long) row.get("id")).sorted().toList();
  }

  private static Instant clock(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT unix_timestamp(sysdate(6))")) {
      row.next();
      return Instant.EPOCH.plus(
          row.getBigDecimal(1).movePointRight(6).longValueExact(), ChronoUnit.MICROS);
    }
  }

  private interface Work {
    void run() throws SQLException;
  }

  private static Thread thread(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    thread.start();
    return thread;
  }
}

package sluice.extract.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sluice.RejectedException;
import sluice.UnavailableException;
import sluice.extract.database.CutConnections;
import sluice.extract.database.MemorySink;
import sluice.extract.database.PartSink;
import sluice.extract.database.SourceOptions;
import sluice.extract.database.SourceTable;
import sluice.extract.database.TableRead;

/** What goes wrong, and what is said of it. */
@Tag("mysql")
final class FailuresTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static String url = "";

  @BeforeAll
  static void create() throws Exception {
    url = Databases.create("failing");
    Databases.execute(
        url,
        "CREATE TABLE secrets (id int PRIMARY KEY, tenant text)",
        "INSERT INTO secrets VALUES (1, 'a')",
        "CREATE TABLE large (id int PRIMARY KEY, filler text)",
        "INSERT INTO large SELECT seq, repeat(sha2(seq, 256), 10) FROM "
            + Databases.sequence(40_000),
        "CREATE SQL SECURITY INVOKER VIEW window_pane AS SELECT * FROM secrets",
        "CREATE USER clerk IDENTIFIED BY 'hidden-word'",
        "GRANT SELECT ON failing.window_pane TO clerk");
  }

  @Test
  void aTableThatIsNotThereIsNamed() {
    try (MysqlDatabase source = Databases.open(url)) {
      rejected(
          () -> source.table("orders"),
          ("There is no table failing.orders in failing at 127.0.0.1:%d, or its user may not see it."
                  + " Correct its name, in which case counts, or GRANT SELECT on it.")
              .formatted(Databases.port()));
    }
    try (MysqlDatabase source = Databases.open(Databases.url(""))) {
      rejected(
          () -> source.table("orders"),
          "The connection names no database, so nobody knows which has the table orders."
              + " Write database.table, or end the URL with one.");
      assertThat(source.table("failing.secrets").columns()).hasSize(2);
    }
  }

  @Test
  void whatTheUserMayNotReadIsSaid() {
    try (MysqlDatabase source = Databases.open(url);
        MysqlDatabase clerk =
            Databases.open(url, "clerk", "hidden-word", SourceOptions.defaults())) {
      SourceTable secrets = source.table("secrets");
      rejected(
          () -> read(clerk, TableRead.snapshot(secrets, NOON)),
          "Reading failing.secrets failed: SELECT command denied to user 'clerk'@'localhost' for"
              + " table "
              + Databases.either("`failing`.`secrets`", "'secrets'")
              + " (1142 42000). Let the connection's user SELECT it.");
      SourceTable view = source.table("window_pane");
      rejected(
          () -> read(clerk, TableRead.snapshot(view, NOON)),
          "Reading failing.window_pane failed: View 'failing.window_pane' references invalid table(s)"
              + " or column(s) or function(s) or definer/invoker of view lack rights to use them"
              + " (1356 HY000). Mend the view, or let its definer read what it names.");
    }
  }

  @Test
  void aConditionThatIsWrongOrWritesIsRefused() {
    try (MysqlDatabase source = Databases.open(url)) {
      TableRead all = TableRead.snapshot(source.table("secrets"), NOON);
      assertThatThrownBy(() -> read(source, all.where("tenat = 'a'")))
          .isInstanceOf(RejectedException.class)
          .hasMessageMatching(
              "Reading failing.secrets failed: Unknown column 'tenat' in '(WHERE|where clause)'"
                  + " \\(1054 42S22\\). Correct the table, cursor or condition.");
      rejected(
          () -> read(source, all.where("id = ")),
          "Reading failing.secrets failed: You have an error in your SQL syntax; check the manual that"
              + " corresponds to your "
              + Databases.either("MariaDB", "MySQL")
              + " server version for the right syntax to use near ')' at"
              + " line 2 (1064 42000). Correct the table, cursor or condition.");
    }
  }

  @Test
  void aTableThatChangedSinceItWasLookedAtIsNotRead() throws Exception {
    Databases.execute(url, "CREATE TABLE moving (id int PRIMARY KEY)");
    try (MysqlDatabase source = Databases.open(url)) {
      TableRead all = TableRead.snapshot(source.table("moving"), NOON);
      Databases.execute(url, "ALTER TABLE moving MODIFY id int unsigned");

      assertThatThrownBy(() -> read(source, all))
          .isInstanceOf(UnavailableException.class)
          .hasMessage(
              "failing.moving was altered after its columns were looked at."
                  + " It is read at the next call.");
    }
  }

  /** Names that change places leave nothing else to notice: both columns have four bytes. */
  @Test
  void aTableThatIsAlteredWhileItIsWaitedForIsNotRead() throws Exception {
    Databases.execute(
        url,
        "CREATE TABLE swapped (id int PRIMARY KEY, one int, other float)",
        "INSERT INTO swapped VALUES (1, 1, 2.5)");
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (MysqlDatabase source = Databases.open(url);
        Connection changer = Databases.connect(url);
        Statement change = changer.createStatement()) {
      TableRead all = TableRead.snapshot(source.table("swapped"), NOON);
      change.execute("LOCK TABLES swapped WRITE");
      Future<?> reading = thread.submit(() -> source.read(all, new MemorySink()));
      awaitWaiting("swapped");
      change.execute("ALTER TABLE swapped RENAME COLUMN one TO other, RENAME COLUMN other TO one");
      change.execute("UNLOCK TABLES");

      assertThatThrownBy(reading::get)
          .hasRootCauseInstanceOf(UnavailableException.class)
          .hasRootCauseMessage(
              "failing.swapped was altered after its columns were looked at."
                  + " It is read at the next call.");
    } finally {
      thread.shutdown();
    }
  }

  private static void awaitWaiting(String table) throws SQLException {
    String waiting =
        "SELECT 1 FROM information_schema.processlist WHERE state LIKE 'Waiting for table metadata%'"
            + " AND info LIKE '%"
            + table
            + "%'";
    Instant patience = Instant.now().plusSeconds(20);
    try (Connection connection = Databases.connect(url);
        Statement statement = connection.createStatement()) {
      while (!statement.executeQuery(waiting).next()) {
        assertThat(Instant.now()).isBefore(patience);
      }
    }
  }

  @Test
  void aStatementThatTakesTooLongIsGivenUp() {
    try (MysqlDatabase source = Databases.open(url, Databases.USER, "", Databases.HASTY)) {
      TableRead slow = TableRead.snapshot(source.table("secrets"), NOON).where("sleep(60) = 0");

      assertThatThrownBy(() -> read(source, slow))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining(
              Databases.either("max_statement_time", "maximum statement execution time")
                  + " exceeded")
          .hasMessageEndingWith("Read fewer rows at once, or allow a statement more time.");
      assertThat(source.tables()).isNotEmpty();
    }
  }

  @Test
  void aLockThatStaysIsNamed() throws Exception {
    try (MysqlDatabase source = Databases.open(url, Databases.USER, "", Databases.HASTY);
        Connection other = Databases.connect(url);
        Statement statement = other.createStatement()) {
      TableRead all = TableRead.snapshot(source.table("secrets"), NOON);
      statement.execute("LOCK TABLES secrets WRITE");

      assertThatThrownBy(() -> read(source, all))
          .isInstanceOf(UnavailableException.class)
          .hasMessage(
              "Reading failing.secrets failed: Lock wait timeout exceeded; try restarting transaction"
                  + " (1205 HY000). See who holds a lock on the table (SHOW PROCESSLIST); it is tried"
                  + " again.");
      statement.execute("UNLOCK TABLES");
      read(source, all);
    }
  }

  @Test
  void aConnectionKilledInTheMiddleIsUnavailableAndMadeAnew() throws Exception {
    try (MysqlDatabase source = Databases.open(url)) {
      TableRead all = TableRead.snapshot(source.table("large"), NOON).inPartsOf(1 << 16);
      MemorySink sink = new MemorySink();

      assertThatThrownBy(() -> source.read(all, killing(sink)))
          .isInstanceOf(UnavailableException.class)
          .hasMessageStartingWith("Reading failing.large failed: ");
      assertThat(sink.abandoned()).isNotEmpty();
      assertThat(source.read(all, new MemorySink()).rows()).isEqualTo(40_000);
    }
  }

  @Test
  void aConnectionCutInTheMiddleIsUnavailableAndMadeAnew() throws Exception {
    try (CutConnections cut = new CutConnections(Databases.port(), 1, 5_000_000);
        MysqlDatabase source = Databases.open(Databases.url("failing", cut.port()))) {
      TableRead all = TableRead.snapshot(source.table("large"), NOON);

      assertThatThrownBy(() -> read(source, all)).isInstanceOf(UnavailableException.class);
      assertThat(source.read(all, new MemorySink()).rows()).isEqualTo(40_000);
    }
  }

  @Test
  void aSinkThatFailsEndsTheRead() throws Exception {
    try (MysqlDatabase source = Databases.open(url)) {
      TableRead all = TableRead.snapshot(source.table("large"), NOON);
      PartSink broken =
          new PartSink() {
            @Override
            public java.io.OutputStream open(int part) throws IOException {
              throw new IOException("no room");
            }

            @Override
            public void wrote(long rows, long bytes) {}

            @Override
            public void abandon(int part) {}
          };

      assertThatThrownBy(() -> source.read(all, broken)).isInstanceOf(IOException.class);
      assertThat(source.read(all, new MemorySink()).rows()).isEqualTo(40_000);
    }
  }

  /** Kills every connection of the database's readers once something was written. */
  private static PartSink killing(MemorySink sink) {
    return new PartSink() {
      private boolean killed;

      @Override
      public java.io.OutputStream open(int part) {
        if (part == 2 && !killed) {
          killed = true;
          kill();
        }
        return sink.open(part);
      }

      @Override
      public void wrote(long rows, long bytes) {}

      @Override
      public void abandon(int part) {
        sink.abandon(part);
      }
    };
  }

  private static void kill() {
    try (Connection connection = Databases.connect(url);
        Statement statement = connection.createStatement()) {
      ResultSet one =
          statement.executeQuery(
              "SELECT id FROM information_schema.processlist WHERE command = 'Execute'"
                  + " AND info LIKE '%large%' AND id <> connection_id()");
      one.next();
      statement.execute("KILL CONNECTION " + one.getLong(1));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void read(MysqlDatabase source, TableRead what) throws IOException {
    source.read(what, new MemorySink());
  }

  private static void rejected(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(RejectedException.class).hasMessage(message);
  }
}

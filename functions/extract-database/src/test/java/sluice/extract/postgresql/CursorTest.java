package sluice.extract.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sluice.RejectedException;
import sluice.extract.database.CursorRange;
import sluice.extract.database.MemorySink;
import sluice.extract.database.SafeMoment;
import sluice.extract.database.SourceOptions;
import sluice.extract.database.TableRead;

/** Ranges, and how far it is safe to read. */
final class CursorTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration NONE = Duration.ZERO;

  private static String url = "";

  @BeforeAll
  static void create() throws Exception {
    url = Databases.create("cursors");
    Databases.execute(
        url,
        "CREATE DOMAIN stamp AS timestamptz",
        "CREATE TABLE events (id int PRIMARY KEY, at stamp, local timestamp, day date, tag text)",
        """
        INSERT INTO events VALUES
          (1, '2026-01-01 00:00:00.000001+00', '2026-01-01 09:00', '2026-01-01', 'a'),
          (2, '2026-01-01 00:00:00.000002+00', '2026-01-01 09:01', '2026-01-02', 'b''c'),
          (3, '2026-01-01 09:00:00.000003+09', '2026-01-01 09:02', '2026-01-03', 'd'),
          (4, NULL, NULL, NULL, NULL)
        """,
        "CREATE TABLE nothing (id int PRIMARY KEY)",
        "CREATE ROLE reader LOGIN PASSWORD 'secret'",
        "GRANT SELECT ON events TO reader");
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
    assertThat(read("id", Optional.of("1"), "3")).containsExactly(2L, 3L);
    assertThat(read("tag", Optional.of("a"), "b'c")).containsExactly(2L);
  }

  @Test
  void anOpenTransactionHoldsBackWhatIsSafe() throws Exception {
    try (PostgresDatabase source = Databases.open(url);
        Connection writer = Databases.connect(url);
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("UPDATE events SET tag = tag WHERE id = 1");
      Instant started = now(statement);

      SafeMoment held = source.safeMoment(NONE);
      assertThat(held.at()).isEqualTo(started.minusNanos(1_000));
      assertThat(held.heldBy().orElseThrow()).contains("open since");

      writer.commit();
      assertThat(source.safeMoment(NONE).heldBy()).isEmpty();
      assertThat(source.safeMoment(NONE).at()).isAfter(started);
    }
  }

  @Test
  void aTransactionThatMayYetWriteHoldsBackToo() throws Exception {
    try (PostgresDatabase source = Databases.open(url);
        Connection idle = Databases.connect(url);
        Statement statement = idle.createStatement()) {
      idle.setAutoCommit(false);
      Instant started = now(statement);

      assertThat(source.safeMoment(NONE).at()).isEqualTo(started.minusNanos(1_000));
    }
  }

  /** Since when it is open nobody can say, so nothing that is new can be told to be complete. */
  @Test
  void aPreparedTransactionLetsNothingNewBeRead() throws Exception {
    Databases.execute(
        url, "BEGIN; UPDATE events SET tag = tag WHERE id = 1; PREPARE TRANSACTION 'two'");
    try (Session session = address("postgres", "postgres").connect()) {
      SafeMoment held = new OpenTransactions(session, Duration.ofMillis(300)).safeMoment(NONE);

      assertThat(held.at()).isEqualTo(Instant.EPOCH);
      assertThat(held.heldBy().orElseThrow()).startsWith("prepared transaction two of ");
    } finally {
      Databases.execute(url, "ROLLBACK PREPARED 'two'");
    }
  }

  @Test
  void aPreparedTransactionThatEndsIsWaitedFor() throws Exception {
    Databases.execute(
        url, "BEGIN; UPDATE events SET tag = tag WHERE id = 1; PREPARE TRANSACTION 'soon'");
    Thread second =
        new Thread(
            () -> {
              try {
                Databases.execute(url, "SELECT pg_sleep(0.3)", "COMMIT PREPARED 'soon'");
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    second.start();
    try (Session session = address("postgres", "postgres").connect()) {
      SafeMoment found = new OpenTransactions(session, Duration.ofMinutes(1)).safeMoment(NONE);

      assertThat(found.at()).isAfter(NOON);
    }
    second.join();
  }

  @Test
  void ourOwnReadsHoldNothingBack() throws Exception {
    try (PostgresDatabase source = Databases.open(url);
        Session other = address("postgres", "postgres").connect();
        Moment open = other.begin()) {
      assertThat(open.single("SELECT count(*) FROM events")).contains("4");

      assertThat(source.safeMoment(NONE).heldBy()).isEmpty();
    }
  }

  @Test
  void theSafetyIsTakenFromTheDatabasesClock() throws Exception {
    try (PostgresDatabase source = Databases.open(url);
        Connection connection = Databases.connect(url);
        Statement statement = connection.createStatement()) {
      Instant before = now(statement);
      Instant safe = source.safeMoment(Duration.ofMinutes(10)).at();
      Instant after = now(statement);

      assertThat(safe.plus(Duration.ofMinutes(10))).isBetween(before, after);
    }
  }

  @Test
  void whoCannotSeeTransactionsIsTold() throws Exception {
    try (PostgresDatabase source = open("reader", "secret", SourceOptions.defaults());
        Connection other = Databases.connect(url)) {
      assertThat(other.isValid(1)).isTrue();

      assertThatThrownBy(() -> source.safeMoment(NONE).at())
          .isInstanceOf(RejectedException.class)
          .hasMessage(
              "The role reader cannot see since when others' transactions are open."
                  + " Let it: GRANT pg_read_all_stats TO \"reader\".");
    }
  }

  private static List<Long> read(String column, Optional<String> from, String to) throws Exception {
    MemorySink sink = new MemorySink();
    try (PostgresDatabase source = Databases.open(url)) {
      TableRead all = TableRead.snapshot(source.table("events"), NOON).inParallel(2);
      source.read(all.within(new CursorRange(column, from, to)), sink);
    }
    return sink.rows().stream().map(row -> (Long) row.get("id")).sorted().toList();
  }

  private static Instant now(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT now()")) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  private static PostgresDatabase open(String user, String password, SourceOptions options) {
    return PostgresDatabase.open(url, Optional.of(user), Optional.of(password), options);
  }

  private static Session.Address address(String user, String password) {
    return new Session.Address(
        url, Optional.of(user), Optional.of(password), SourceOptions.defaults());
  }
}

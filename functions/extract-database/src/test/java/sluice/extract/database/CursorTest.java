package sluice.extract.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sluice.RejectedException;

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
    try (PostgresSource source = Databases.open(url);
        Connection writer = Databases.connect(url);
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("UPDATE events SET tag = tag WHERE id = 1");
      Instant started = now(statement);

      SafeMoment held = source.safeMoment(NONE);
      assertThat(held.at()).isEqualTo(started.minusNanos(1_000));
      assertThat(held.heldBy().orElseThrow()).contains("open since");
      assertThat(source.maxCursor(source.table("events"), "at", NONE))
          .contains(started.minusNanos(1_000).toString());

      writer.commit();
      assertThat(source.safeMoment(NONE).heldBy()).isEmpty();
      assertThat(source.safeNow(NONE)).isAfter(started);
    }
  }

  @Test
  void aTransactionThatMayYetWriteHoldsBackToo() throws Exception {
    try (PostgresSource source = Databases.open(url);
        Connection idle = Databases.connect(url);
        Statement statement = idle.createStatement()) {
      idle.setAutoCommit(false);
      Instant started = now(statement);

      assertThat(source.safeNow(NONE)).isEqualTo(started.minusNanos(1_000));
    }
  }

  @Test
  void aPreparedTransactionHoldsBackToo() throws Exception {
    try (PostgresSource source = Databases.open(url)) {
      Databases.execute(
          url, "BEGIN; UPDATE events SET tag = tag WHERE id = 1; PREPARE TRANSACTION 'two'");
      try {
        assertThat(source.safeMoment(NONE).heldBy().orElseThrow())
            .startsWith("prepared transaction two of ");
      } finally {
        Databases.execute(url, "ROLLBACK PREPARED 'two'");
      }
    }
  }

  @Test
  void ourOwnReadsHoldNothingBack() throws Exception {
    try (PostgresSource source = Databases.open(url);
        Session other = address("postgres", "postgres").connect();
        Moment open = other.begin()) {
      assertThat(open.single("SELECT count(*) FROM events")).contains("4");

      assertThat(source.safeMoment(NONE).heldBy()).isEmpty();
    }
  }

  @Test
  void theSafetyIsTakenFromTheDatabasesClock() throws Exception {
    try (PostgresSource source = Databases.open(url);
        Connection connection = Databases.connect(url);
        Statement statement = connection.createStatement()) {
      Instant before = now(statement);
      Instant safe = source.safeNow(Duration.ofMinutes(10));
      Instant after = now(statement);

      assertThat(safe.plus(Duration.ofMinutes(10))).isBetween(before, after);
    }
  }

  @Test
  void whoCannotSeeTransactionsIsTold() throws Exception {
    try (PostgresSource source = open("reader", "secret", SourceOptions.defaults());
        Connection other = Databases.connect(url)) {
      assertThat(other.isValid(1)).isTrue();

      assertThatThrownBy(() -> source.safeNow(NONE))
          .isInstanceOf(RejectedException.class)
          .hasMessage(
              "The role reader cannot see since when others' transactions are open."
                  + " Let it: GRANT pg_read_all_stats TO \"reader\".");
    }
  }

  @Test
  void aRangeGoesFromBehindTheWatermarkToWhatIsSafe() {
    SourceOptions tokyo =
        new SourceOptions(Duration.ofMinutes(1), Duration.ofSeconds(5), ZoneId.of("Asia/Tokyo"));
    Duration day = Duration.ofDays(1);
    try (PostgresSource source = open("postgres", "postgres", tokyo)) {
      SourceTable events = source.table("events");
      Instant now = source.safeNow(NONE);

      CursorRange byTime = next(source, "at", "2026-01-01T00:00:00Z", Duration.ofMinutes(10));
      assertThat(byTime.from()).contains("2025-12-31T23:50:00Z");
      assertThat(Instant.parse(byTime.to())).isBetween(now, now.plusSeconds(60));

      CursorRange byClock = next(source, "local", "2026-01-01T00:10", Duration.ofMinutes(10));
      assertThat(byClock.from()).contains("2026-01-01T00:00");
      assertThat(LocalDateTime.parse(byClock.to()).minusHours(9))
          .isAfterOrEqualTo(now.atOffset(ZoneOffset.UTC).toLocalDateTime());

      CursorRange byDay = next(source, "day", "2026-01-03", Duration.ofHours(25));
      assertThat(byDay.from()).contains("2026-01-01");
      assertThat(LocalDate.parse(byDay.to()))
          .isEqualTo(now.atZone(ZoneId.of("Asia/Tokyo")).toLocalDate().minusDays(1));

      assertThat(next(source, "id", "2", day))
          .isEqualTo(new CursorRange("id", Optional.of("2"), "4"));
      assertThat(source.nextRange(events, "id", Optional.of("4"), day, NONE)).isEmpty();
      assertThat(source.nextRange(events, "at", Optional.of("2999-01-01T00:00:00Z"), day, NONE))
          .isEmpty();
      assertThat(source.nextRange(source.table("nothing"), "id", Optional.empty(), day, NONE))
          .isEmpty();
    }
  }

  @Test
  void aCursorThatIsNotThereIsNamed() {
    try (PostgresSource source = Databases.open(url)) {
      assertThatThrownBy(() -> source.maxCursor(source.table("events"), "update_at", NONE))
          .isInstanceOf(RejectedException.class)
          .hasMessage(
              "public.events has no column 'update_at' to be its cursor."
                  + " Name one of: id, at, local, day, tag.");
    }
  }

  private static CursorRange next(
      PostgresSource source, String column, String watermark, Duration overlap) {
    return source
        .nextRange(source.table("events"), column, Optional.of(watermark), overlap, NONE)
        .orElseThrow();
  }

  private static List<Long> read(String column, Optional<String> from, String to) throws Exception {
    MemorySink sink = new MemorySink();
    try (PostgresSource source = Databases.open(url)) {
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

  private static PostgresSource open(String user, String password, SourceOptions options) {
    return PostgresSource.open(url, Optional.of(user), Optional.of(password), options);
  }

  private static Session.Address address(String user, String password) {
    return new Session.Address(
        url, Optional.of(user), Optional.of(password), SourceOptions.defaults());
  }
}

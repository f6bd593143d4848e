package sluice.extract.postgresql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import sluice.RejectedException;
import sluice.extract.database.SafeMoment;

/**
 * Finds the time before which no transaction is open any more.
 *
 * <p>A row stamped with {@code now()} has its transaction's start; one stamped with the clock has a
 * later time. So while the oldest open transaction began at S, what may yet appear is stamped S or
 * later. The order of looking makes it hold: the clock, then the sessions, then what is prepared,
 * and only then the moment that is read. A transaction that is in neither list was either committed
 * by then, and is seen by the moment, or began after the clock was read. The safety covers the
 * instant between a transaction's begin and its showing in the list.
 */
final class OpenTransactions {

  /** A standby's own clock says nothing about what it has replayed. */
  private static final String CLOCK =
      """
      SELECT CASE WHEN pg_is_in_recovery()
        THEN coalesce(pg_last_xact_replay_timestamp(), '-infinity') ELSE clock_timestamp() END
      """;

  /** Also those that have not written yet: they may, and stamp it with their start. */
  private static final String OLDEST =
      """
      SELECT xact_start AS started,
        format('process %s (%s), open since %s', pid, application_name, xact_start) AS holder
      FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
        AND backend_type NOT IN ('autovacuum worker', 'parallel worker', 'walsender')
        AND NOT (application_name = ? AND backend_xid IS NULL)
      ORDER BY xact_start LIMIT 1
      """;

  /** Nothing says since when a prepared transaction is open, only since when it is prepared. */
  private static final String PREPARED =
      """
      SELECT transaction::text FROM pg_prepared_xacts WHERE database = current_database()
      """;

  private static final String LONGEST_PREPARED =
      """
      SELECT format('prepared transaction %s of %s', gid, prepared) FROM pg_prepared_xacts
      WHERE database = current_database() ORDER BY prepared LIMIT 1
      """;

  private static final String HIDDEN =
      """
      SELECT current_user FROM pg_stat_activity
      WHERE datname = current_database() AND query = '<insufficient privilege>' LIMIT 1
      """;

  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final Session session;
  private final Duration patience;

  /**
   * @param patience how long prepared transactions are waited for
   */
  OpenTransactions(Session session, Duration patience) {
    this.session = session;
    this.patience = patience;
  }

  /**
   * The latest such time that is at least {@code safety} ago. What was prepared when the clock was
   * read is waited for: what began before it and is prepared later shows among the sessions, with
   * its start. Where waiting does not help, nothing new is safe.
   */
  SafeMoment safeMoment(Duration safety) throws SQLException {
    SafeMoment found;
    List<String> prepared;
    try (Moment moment = session.begin()) {
      Instant latest = clock(moment).minus(safety);
      refuseBlindness(moment);
      found = notAfterTheOldest(latest, moment);
      prepared = moment.all(PREPARED);
    }
    return prepared.isEmpty() ? found : oncePreparedOnesAreGone(prepared, found);
  }

  private SafeMoment oncePreparedOnesAreGone(List<String> prepared, SafeMoment found)
      throws SQLException {
    Optional<String> longest = Optional.empty();
    long looks = patience.dividedBy(LOOK_AGAIN);
    for (long look = 0; look <= looks; look++) {
      try (Moment moment = session.begin()) {
        if (moment.all(PREPARED).stream().noneMatch(prepared::contains)) {
          return found;
        }
        longest = moment.single(LONGEST_PREPARED);
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    return new SafeMoment(Instant.EPOCH, longest);
  }

  private static void refuseBlindness(Moment moment) throws SQLException {
    Optional<String> blind = moment.single(HIDDEN);
    if (blind.isPresent()) {
      throw new RejectedException(
          "The role %s cannot see since when others' transactions are open. %s"
              .formatted(
                  blind.get(),
                  "Let it: GRANT pg_read_all_stats TO " + Sql.identifier(blind.get()) + "."));
    }
  }

  private static SafeMoment notAfterTheOldest(Instant latest, Moment moment) throws SQLException {
    try (PreparedStatement statement = moment.prepare(OLDEST)) {
      statement.setString(1, Session.APPLICATION);
      try (ResultSet oldest = statement.executeQuery()) {
        if (!oldest.next()) {
          return new SafeMoment(latest, Optional.empty());
        }
        // Rows of that transaction are stamped with its very start.
        Instant before =
            oldest.getObject("started", OffsetDateTime.class).toInstant().minusNanos(1_000);
        return before.isBefore(latest)
            ? new SafeMoment(before, Optional.of(oldest.getString("holder")))
            : new SafeMoment(latest, Optional.empty());
      }
    }
  }

  private static Instant clock(Moment moment) throws SQLException {
    try (PreparedStatement statement = moment.prepare(CLOCK);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }
}

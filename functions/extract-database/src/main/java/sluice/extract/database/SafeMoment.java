package sluice.extract.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import sluice.RejectedException;

/**
 * A time by the database's clock before which no transaction is open any more: a row stamped at or
 * before it with {@code now()} is visible, and none will appear.
 *
 * @param heldBy the open transaction that holds it back, if one does
 */
public record SafeMoment(Instant at, Optional<String> heldBy) {

  /** A standby's own clock says nothing about what it has replayed. */
  private static final String CLOCK =
      """
      SELECT CASE WHEN pg_is_in_recovery()
        THEN coalesce(pg_last_xact_replay_timestamp(), '-infinity') ELSE clock_timestamp() END
      """;

  /**
   * Also those that have not written yet: they may, and stamp it with their start. A transaction
   * that waits for its second phase shows only when it was prepared.
   */
  private static final String OLDEST =
      """
      SELECT started, holder FROM (
        SELECT xact_start AS started,
          format('process %s (%s), open since %s', pid, application_name, xact_start) AS holder
        FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
          AND backend_type NOT IN ('autovacuum worker', 'parallel worker', 'walsender')
          AND NOT (application_name = ? AND backend_xid IS NULL)
        UNION ALL
        SELECT prepared, format('prepared transaction %s of %s', gid, prepared)
        FROM pg_prepared_xacts WHERE database = current_database()) AS open
      ORDER BY started LIMIT 1
      """;

  private static final String HIDDEN =
      """
      SELECT current_user FROM pg_stat_activity
      WHERE datname = current_database() AND query = '<insufficient privilege>' LIMIT 1
      """;

  /** The latest such time that is at least {@code safety} ago. */
  static SafeMoment read(Moment moment, Duration safety) throws SQLException {
    // The clock first: what begins between the two readings began after it.
    Instant latest = clock(moment).minus(safety);
    Optional<String> blind = moment.single(HIDDEN);
    if (blind.isPresent()) {
      throw new RejectedException(
          "The role %s cannot see since when others' transactions are open. %s"
              .formatted(
                  blind.get(),
                  "Let it: GRANT pg_read_all_stats TO " + Sql.identifier(blind.get()) + "."));
    }
    try (PreparedStatement statement = moment.prepare(OLDEST)) {
      statement.setString(1, Session.APPLICATION);
      try (ResultSet row = statement.executeQuery()) {
        if (row.next()) {
          return latest(latest, row);
        }
      }
    }
    return new SafeMoment(latest, Optional.empty());
  }

  private static SafeMoment latest(Instant latest, ResultSet oldest) throws SQLException {
    // Rows of that transaction are stamped with its very start.
    Instant before =
        oldest.getObject("started", OffsetDateTime.class).toInstant().minusNanos(1_000);
    return before.isBefore(latest)
        ? new SafeMoment(before, Optional.of(oldest.getString("holder")))
        : new SafeMoment(latest, Optional.empty());
  }

  private static Instant clock(Moment moment) throws SQLException {
    try (PreparedStatement statement = moment.prepare(CLOCK);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }
}

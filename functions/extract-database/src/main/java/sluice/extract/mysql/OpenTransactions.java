package sluice.extract.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import sluice.RejectedException;
import sluice.UnavailableException;
import sluice.extract.database.SafeMoment;

/**
 * Finds the time before which no transaction is open any more.
 *
 * <p>{@code NOW()} is the start of a statement, and InnoDB lists a transaction only once a
 * statement of it has come to a table. So there are two lists, and the order of looking makes it
 * hold: the clock, then the statements under way, then the open transactions, and only then the
 * moment that is read. A statement that had begun by the second look is in that list; one that was
 * over by then is in a transaction of the third, or was committed and is seen by the moment; any
 * other begins after the clock was read. The safety covers what a first statement takes from its
 * start to the table.
 *
 * <p>InnoDB shows a copy of its list that may be old where others look too: the copy that counts is
 * one that has this very connection's transaction in it, and no connection has had it before.
 */
final class OpenTransactions {
  private static final String CLOCK = "SELECT UNIX_TIMESTAMP(SYSDATE(6))";

  private static final String STATEMENTS =
      """
      SELECT id, user, greatest(coalesce(time, 0), 0), user = 'system user' AND command <> 'Daemon'
      FROM information_schema.processlist
      WHERE id <> connection_id()
        AND (command IN ('Query', 'Execute', 'Bulk_execute')
          OR (command = 'Connect' AND info IS NOT NULL) OR user = 'system user')
      """;

  /** Times are shown by the server's own clock; of an hour that it has twice, the earlier. */
  private static final String TRANSACTIONS =
      """
      SELECT trx_mysql_thread_id, trx_is_read_only, trx_mysql_thread_id = connection_id(),
        UNIX_TIMESTAMP(trx_started) - CASE
          WHEN FROM_UNIXTIME(UNIX_TIMESTAMP(trx_started) - 3600) = trx_started THEN 3600
          ELSE 0 END
      FROM information_schema.innodb_trx
      """;

  private static final int NOT_ALLOWED = 1227;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(110);
  private static final int MOST_LOOKS = 50;

  private final Connection connection;

  /**
   * @param connection that has had no transaction yet, and is used for nothing else
   */
  OpenTransactions(Connection connection) {
    this.connection = connection;
  }

  /** What may yet hold rows that are stamped from that time on. */
  private record Open(long thread, Instant since, boolean readOnly) {
    String named() {
      return thread == 0
          ? "a prepared transaction (XA RECOVER) of " + since
          : "connection %d, open since %s".formatted(thread, since);
    }
  }

  /**
   * The latest such time that is at least {@code safety} ago. Columns may hold whole seconds only,
   * so it is the last microsecond of a second that is over.
   */
  SafeMoment safeMoment(Duration safety) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION time_zone = 'SYSTEM'");
      statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
      Instant clock = clock(statement);
      Map<Long, Open> holders = statements(statement, clock);
      for (Open transaction : transactions(statement)) {
        if (transaction.readOnly) {
          holders.remove(transaction.thread);
        } else {
          Instant since = transaction.since.minus(safety);
          holders.merge(
              transaction.thread,
              new Open(transaction.thread, since, false),
              (one, other) -> one.since.isBefore(other.since) ? one : other);
        }
      }
      return before(clock.minus(safety), List.copyOf(holders.values()));
    }
  }

  private static SafeMoment before(Instant latest, List<Open> holders) {
    Optional<Open> oldest =
        holders.stream()
            .filter(open -> open.since.isBefore(latest))
            .min((one, other) -> one.since.compareTo(other.since));
    Instant bound = oldest.map(Open::since).orElse(latest);
    return new SafeMoment(
        bound.truncatedTo(ChronoUnit.SECONDS).minus(1, ChronoUnit.MICROS), oldest.map(Open::named));
  }

  /** The statements under way, which began that many whole seconds ago, or almost one more. */
  private static Map<Long, Open> statements(Statement statement, Instant clock)
      throws SQLException {
    Map<Long, Open> open = new HashMap<>();
    try (ResultSet row = statement.executeQuery(STATEMENTS)) {
      while (row.next()) {
        if (row.getBoolean(4)) {
          throw new RejectedException(
              "The server is a replica, which cannot tell what is still open on its primary."
                  + " Read incrementally from the primary, or write mode: snapshot.");
        }
        if (!row.getString(2).equals("system user")) {
          Instant since = clock.minusSeconds(row.getLong(3) + 1);
          open.put(row.getLong(1), new Open(row.getLong(1), since, false));
        }
      }
    }
    return open;
  }

  private List<Open> transactions(Statement statement) throws SQLException {
    for (int look = 0; look < MOST_LOOKS; look++) {
      List<Open> open = new ArrayList<>();
      boolean fresh = false;
      try (ResultSet row = statement.executeQuery(TRANSACTIONS)) {
        while (row.next()) {
          fresh |= row.getBoolean(3);
          if (!row.getBoolean(3)) {
            open.add(
                new Open(row.getLong(1), Instant.ofEpochSecond(row.getLong(4)), row.getBoolean(2)));
          }
        }
      } catch (SQLException failure) {
        throw failure.getErrorCode() == NOT_ALLOWED ? blind(failure) : failure;
      }
      if (fresh) {
        return open;
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    throw new UnavailableException(
        "InnoDB shows no new list of its transactions. See who asks for it all the time; it is"
            + " tried again.");
  }

  private SQLException blind(SQLException failure) throws SQLException {
    String user = Moment.single(connection, "SELECT CURRENT_USER()").orElse("the user");
    throw new RejectedException(
        "The user %s cannot see since when others' transactions are open. Let it: %s"
            .formatted(user, "GRANT PROCESS ON *.* TO " + account(user) + "."),
        failure);
  }

  /** {@code reader@%} as a statement has it. */
  private static String account(String user) {
    int at = user.lastIndexOf('@');
    return at < 0 ? user : "'%s'@'%s'".formatted(user.substring(0, at), user.substring(at + 1));
  }

  private static Instant clock(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(CLOCK)) {
      row.next();
      long micros = row.getBigDecimal(1).movePointRight(6).longValueExact();
      return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
  }
}

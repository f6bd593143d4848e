package sluice.extract.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import sluice.extract.database.SourceOptions;

/**
 * One connection. Everything on it happens in a {@link Moment}, whose settings end with it, so that
 * a pool in between (PgBouncer) is not left changed.
 */
final class Session implements AutoCloseable {

  /** What the server reports, and the activity that our own reads are told apart by. */
  static final String APPLICATION = "sluice";

  private static final int SOCKET_GRACE_SECONDS = 60;

  private final Connection connection;
  private final SourceOptions options;

  private Session(Connection connection, SourceOptions options) {
    this.connection = connection;
    this.options = options;
  }

  /** Where to, and as whom. */
  record Address(
      String jdbcUrl, Optional<String> user, Optional<String> password, SourceOptions options) {

    Transport transport() {
      return Transport.of(jdbcUrl);
    }

    Session connect() throws SQLException {
      transport().check();
      Connection connection = new Driver().connect(jdbcUrl, properties());
      if (connection == null) {
        throw Transport.foreign();
      }
      connection.setAutoCommit(false);
      return new Session(connection, options);
    }

    private Properties properties() {
      Properties properties = new Properties();
      user.ifPresent(name -> PGProperty.USER.set(properties, name));
      password.ifPresent(secret -> PGProperty.PASSWORD.set(properties, secret));
      int statementSeconds = Math.toIntExact(options.statementTimeout().toSeconds());
      int connectSeconds = Math.toIntExact(options.connectTimeout().toSeconds());
      PGProperty.APPLICATION_NAME.set(properties, APPLICATION);
      PGProperty.CONNECT_TIMEOUT.set(properties, connectSeconds);
      PGProperty.LOGIN_TIMEOUT.set(properties, connectSeconds);
      PGProperty.SOCKET_TIMEOUT.set(properties, statementSeconds + SOCKET_GRACE_SECONDS);
      PGProperty.TCP_KEEP_ALIVE.set(properties, true);
      PGProperty.PREPARE_THRESHOLD.set(properties, 0);
      return properties;
    }
  }

  /** Begins a transaction that sees the present moment. */
  Moment begin() throws SQLException {
    return Moment.begin(connection, Optional.empty(), settings());
  }

  /** Begins a transaction that sees another's {@link Moment#export}ed moment. */
  Moment begin(String snapshot) throws SQLException {
    return Moment.begin(connection, Optional.of(snapshot), settings());
  }

  /** The server's major version, like 14. */
  int majorVersion() throws SQLException {
    return connection.getMetaData().getDatabaseMajorVersion();
  }

  boolean isClosed() throws SQLException {
    return connection.isClosed();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /**
   * What text depends on is fixed, whatever the server's or the machine's defaults are. A policy
   * that hides rows is an error rather than a table with rows missing. Rows come in the order that
   * they lie in.
   */
  private String settings() {
    List<String> settings =
        List.of(
            "statement_timeout = " + options.statementTimeout().toMillis(),
            "lock_timeout = " + options.lockTimeout().toMillis(),
            "idle_in_transaction_session_timeout = 0",
            "standard_conforming_strings = on",
            "row_security = off",
            "TimeZone = 'UTC'",
            "DateStyle = 'ISO'",
            "IntervalStyle = 'iso_8601'",
            "extra_float_digits = 3",
            "bytea_output = 'hex'",
            "synchronize_seqscans = off",
            "max_parallel_workers_per_gather = 0");
    return "SET LOCAL " + String.join("; SET LOCAL ", settings);
  }
}

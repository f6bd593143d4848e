package sluice.extract.mysql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.Driver;
import org.mariadb.jdbc.export.SslMode;
import sluice.RejectedException;
import sluice.extract.database.Loopback;
import sluice.extract.database.SourceOptions;
import sluice.extract.database.SourceTable;

/** One connection. Everything on it happens in a {@link Moment}. */
final class Session implements AutoCloseable {
  private static final String SCHEME = "jdbc:mariadb:";
  private static final String OTHER_SCHEME = "jdbc:mysql:";
  private static final int SOCKET_GRACE_SECONDS = 60;

  /** How long the server waits for us to take more, or to say something. */
  private static final int PATIENCE_SECONDS = 3_600;

  /** The longest key of an index has 3,072 bytes. */
  private static final int SORTED_BYTES = 4_096;

  private static final Pattern MODE = Pattern.compile("[?&]sslMode=");

  private final Connection connection;
  private final boolean mariadb;

  private Session(Connection connection, boolean mariadb) {
    this.connection = connection;
    this.mariadb = mariadb;
  }

  /** Where to, and as whom. */
  record Address(
      String jdbcUrl, Optional<String> user, Optional<String> password, SourceOptions options) {

    Session connect() throws SQLException {
      Connection connection = Driver.connect(configuration());
      try {
        boolean mariadb = Session.isMariadb(connection);
        try (Statement statement = connection.createStatement()) {
          statement.execute("SET NAMES utf8mb4");
          statement.execute(settings(mariadb));
        }
        return new Session(connection, mariadb);
      } catch (SQLException failure) {
        try (connection) {
          throw failure;
        }
      }
    }

    /** Host and database, without what is secret. */
    String place() {
      try {
        Configuration parsed = Configuration.parse(mariadbUrl());
        return parsed == null || parsed.addresses().isEmpty()
            ? "the database"
            : String.format(
                Locale.ROOT,
                "%s at %s:%d",
                parsed.database() == null ? "no database" : parsed.database(),
                parsed.addresses().get(0).host,
                parsed.addresses().get(0).port);
      } catch (SQLException malformed) {
        return "the database";
      }
    }

    /** Whether its options demand TLS. */
    boolean isEncrypted() {
      try {
        Configuration parsed = Configuration.parse(mariadbUrl());
        return parsed != null && parsed.sslMode() != SslMode.DISABLE;
      } catch (SQLException malformed) {
        return false;
      }
    }

    /** A warning if nothing was decided and rows cross a network in plain text. */
    Optional<String> exposed() throws SQLException {
      Configuration parsed = configuration();
      boolean decided =
          parsed.sslMode() != SslMode.DISABLE
              || MODE.matcher(jdbcUrl).find()
              || parsed.socketFactory() != null
              || parsed.localSocket() != null
              || parsed.pipe() != null;
      return decided || parsed.addresses().stream().allMatch(address -> Loopback.is(address.host))
          ? Optional.empty()
          : Optional.of(
              ("The connection to %s is not encrypted, so rows cross the network in plain text. Add"
                      + " sslMode=verify-full&serverSslCert=/path/ca.pem to it; where the network is"
                      + " safe, say so by sslMode=disable.")
                  .formatted(place()));
    }

    /** An option that the driver does not know would be passed over, one for TLS too. */
    private Configuration configuration() throws SQLException {
      Configuration parsed = Configuration.parse(mariadbUrl(), credentials());
      if (parsed == null) {
        throw new RejectedException(
            "The connection is not MySQL's. Write jdbc:mysql://host:port/database.");
      }
      if (!parsed.nonMappedOptions().isEmpty()) {
        throw new RejectedException(
            "The connection has the options %s, which MariaDB Connector/J does not know. %s"
                .formatted(
                    new TreeSet<>(parsed.nonMappedOptions().stringPropertyNames()),
                    "Remove them, or write them as that driver has them, like"
                        + " sslMode=verify-full."));
      }
      int statementMillis = Math.toIntExact(options.statementTimeout().toMillis());
      return parsed.toBuilder()
          .useServerPrepStmts(true)
          .cachePrepStmts(false)
          .tinyInt1isBit(false)
          .yearIsDateType(false)
          .allowLocalInfile(false)
          .tcpKeepAlive(true)
          .pool(false)
          .connectTimeout(Math.toIntExact(options.connectTimeout().toMillis()))
          .socketTimeout(Math.addExact(statementMillis, SOCKET_GRACE_SECONDS * 1_000))
          .build();
    }

    private String mariadbUrl() {
      return jdbcUrl.startsWith(OTHER_SCHEME)
          ? SCHEME + jdbcUrl.substring(OTHER_SCHEME.length())
          : jdbcUrl;
    }

    private Properties credentials() {
      Properties properties = new Properties();
      user.ifPresent(name -> properties.setProperty("user", name));
      password.ifPresent(secret -> properties.setProperty("password", secret));
      return properties;
    }

    /** What values depend on is fixed, whatever the server's defaults are. */
    private String settings(boolean mariadb) {
      String longest =
          mariadb
              ? "max_statement_time = " + options.statementTimeout().toSeconds()
              : "max_execution_time = " + options.statementTimeout().toMillis();
      List<String> settings =
          List.of(
              "time_zone = '+00:00'",
              "sql_mode = ''",
              "net_write_timeout = " + PATIENCE_SECONDS,
              "wait_timeout = " + PATIENCE_SECONDS,
              "lock_wait_timeout = " + options.lockTimeout().toSeconds(),
              "innodb_lock_wait_timeout = " + options.lockTimeout().toSeconds(),
              "max_sort_length = " + SORTED_BYTES,
              longest);
      return "SET SESSION " + String.join(", SESSION ", settings);
    }
  }

  /** Begins a transaction that sees the present moment. */
  Moment begin() throws SQLException {
    return Moment.begin(connection);
  }

  /** The same, in which a table is not altered any more. */
  Moment holding(SourceTable table) throws SQLException {
    return Moment.holding(connection, table);
  }

  /** For a connection that has begun nothing else. */
  OpenTransactions openTransactions() {
    return new OpenTransactions(connection);
  }

  boolean isMariadb() {
    return mariadb;
  }

  boolean isClosed() throws SQLException {
    return connection.isClosed();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private static boolean isMariadb(Connection connection) throws SQLException {
    return Moment.single(connection, "SELECT VERSION()").orElse("").contains("MariaDB");
  }
}

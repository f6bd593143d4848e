package sluice.extract.mysql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import sluice.extract.database.Database;
import sluice.extract.database.Extracting;
import sluice.extract.database.SourceOptions;
import sluice.plan.ReadMode;
import sluice.plan.ReadSettings;
import sluice.plan.Source;

/** One server for all tests, and a database of its own for each class. */
final class Databases {
  static final String USER = "tester";

  /** Waits for nothing for long. */
  static final SourceOptions HASTY =
      new SourceOptions(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(1));

  private Databases() {}

  private static final class Running {
    // Or it makes keys for TLS at each start, which takes some seconds.
    static final TestServer SERVER =
        TestServer.start(isMariadb() ? List.of("--skip-ssl") : List.of());
  }

  /** Whether the tests run on MariaDB; if not, on MySQL. */
  static boolean isMariadb() {
    return TestServer.isMariadb();
  }

  /** What differs between the two. */
  static <T> T either(T mariadb, T mysql) {
    return isMariadb() ? mariadb : mysql;
  }

  static int port() {
    TestServer.assumeForThisMachine();
    return Running.SERVER.port();
  }

  /** Makes a database and gives its address. */
  static String create(String name) throws SQLException {
    execute(url(""), "CREATE DATABASE " + name);
    return url(name);
  }

  static void execute(String url, String... statements) throws SQLException {
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** A connection of the tests' own: its zone is UTC, and days may be none. */
  static Connection connect(String url) throws SQLException {
    Connection connection = DriverManager.getConnection(url, USER, "");
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET time_zone = '+00:00', sql_mode = 'ALLOW_INVALID_DATES'");
      if (!isMariadb()) {
        statement.execute("SET cte_max_recursion_depth = 1000000");
      }
    }
    return connection;
  }

  static MysqlDatabase open(String url) {
    return open(url, USER, "", SourceOptions.defaults());
  }

  /** MySQL's users have a password that is not told over plain text without this option. */
  static MysqlDatabase open(String url, String user, String password, SourceOptions options) {
    String separator = url.contains("?") ? "&" : "?";
    return MysqlDatabase.open(
        url + either("", separator + "allowPublicKeyRetrieval=true"),
        Optional.of(user),
        Optional.of(password),
        options);
  }

  /** A table of the numbers from 1 on, as {@code seq}, for a FROM. */
  static String sequence(int last) {
    return either(
        "seq_1_to_%d numbers".formatted(last),
        """
        (WITH RECURSIVE numbers (seq) AS
            (SELECT 1 UNION ALL SELECT seq + 1 FROM numbers WHERE seq < %d)
          SELECT seq FROM numbers) numbers
        """
            .formatted(last));
  }

  static Extracting extracting(
      Supplier<Database> databases, String table, ReadMode mode, ReadSettings settings) {
    return new Extracting(Source.Kind.MYSQL, databases, table, mode, settings);
  }

  static Extracting incremental(String url, String table, String cursor) {
    return extracting(
        () -> open(url),
        table,
        new ReadMode.Incremental(cursor, Duration.ZERO),
        ReadSettings.PLAIN);
  }

  static String url(String database) {
    return url(database, port());
  }

  static String url(String database, int port) {
    return "jdbc:mariadb://127.0.0.1:%d/%s".formatted(port, database);
  }
}

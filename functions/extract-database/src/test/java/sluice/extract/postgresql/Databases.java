package sluice.extract.postgresql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import sluice.extract.database.Database;
import sluice.extract.database.Extracting;
import sluice.extract.database.SourceOptions;
import sluice.plan.ReadMode;
import sluice.plan.ReadSettings;
import sluice.plan.Source;

/** One embedded server for all tests, and a database of its own for each class. */
final class Databases {
  private Databases() {}

  private static final class Server {
    /** Another than that on the class path, from {@code -Dsluice.postgres=ARCHIVE}. */
    static final EmbeddedPostgres RUNNING =
        start(Optional.ofNullable(System.getProperty("sluice.postgres")).map(Path::of));
  }

  /** The server of {@link OlderServerTest}, from before TID range scans. */
  static final class Older {
    static final Path ARCHIVE = Path.of("target/postgres-13/postgres-linux-x86_64.txz");

    private static final EmbeddedPostgres RUNNING = start(Optional.of(ARCHIVE));

    private Older() {}

    static String create(String name) throws SQLException {
      execute(url(RUNNING, "postgres"), "CREATE DATABASE " + name);
      return url(RUNNING, name);
    }
  }

  private static EmbeddedPostgres start(Optional<Path> archive) {
    EmbeddedPostgres.Builder server =
        EmbeddedPostgres.builder()
            .setServerConfig("max_prepared_transactions", "5")
            .setServerConfig("password_encryption", "scram-sha-256");
    archive.ifPresent(
        file -> server.setPgBinaryResolver((system, machine) -> Files.newInputStream(file)));
    try {
      return server.start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Makes a database and gives its address. */
  static String create(String name) throws SQLException {
    return create(name, "");
  }

  static String create(String name, String settings) throws SQLException {
    execute(url("postgres"), "CREATE DATABASE " + name + " " + settings);
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

  /** Has the server ask that role for its password, where it trusts the others. */
  static void askForPasswords(String role) throws SQLException, IOException {
    String url = url("postgres");
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement()) {
      ResultSet row = statement.executeQuery("SHOW hba_file");
      row.next();
      Path rules = Path.of(row.getString(1));
      String rule = "host all %s 127.0.0.1/32 scram-sha-256%n".formatted(role);
      Files.writeString(rules, rule + Files.readString(rules));
      statement.execute("SELECT pg_reload_conf()");
    }
    Instant patience = Instant.now().plusSeconds(20);
    while (lets(url, role) && Instant.now().isBefore(patience)) {
      Thread.onSpinWait();
    }
  }

  private static boolean lets(String url, String role) {
    try (Connection connection = DriverManager.getConnection(url, role, "not its password")) {
      return connection.isValid(1);
    } catch (SQLException refused) {
      return false;
    }
  }

  static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url, "postgres", "postgres");
  }

  static PostgresDatabase open(String url) {
    return PostgresDatabase.open(
        url, Optional.of("postgres"), Optional.of("postgres"), SourceOptions.defaults());
  }

  static Extracting extracting(
      Supplier<Database> databases, String table, ReadMode mode, ReadSettings settings) {
    return new Extracting(Source.Kind.POSTGRESQL, databases, "public." + table, mode, settings);
  }

  static Extracting incremental(String url, String table, String cursor) {
    return extracting(
        () -> open(url),
        table,
        new ReadMode.Incremental(cursor, Duration.ZERO),
        ReadSettings.PLAIN);
  }

  private static String url(String database) {
    return url(Server.RUNNING, database);
  }

  private static String url(EmbeddedPostgres server, String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.getPort(), database);
  }
}

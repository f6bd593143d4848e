package sluice.local.bench;

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
import java.util.concurrent.locks.LockSupport;
import sluice.plan.Source;

/** A PostgreSQL server of its own, with the table that is read. */
final class PostgresOrders implements OrdersDatabase {

  private final EmbeddedPostgres server;
  private final ProcessFigures figures;

  private PostgresOrders(EmbeddedPostgres server, ProcessFigures figures) {
    this.server = server;
    this.figures = figures;
  }

  /**
   * Starts the server and makes the table, unless it is there from a run before.
   *
   * @param directory keeps the server's files
   */
  static PostgresOrders start(Path directory, int rows) {
    try {
      EmbeddedPostgres server = server(directory);
      Path pidFile = directory.resolve("data/postmaster.pid");
      long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).trim());
      PostgresOrders database = new PostgresOrders(server, new ProcessFigures(pid));
      database.fill(rows);
      return database;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a server that keeps its files in a directory. */
  static EmbeddedPostgres server(Path directory) throws IOException {
    Path data = directory.resolve("data");
    Files.createDirectories(directory);
    Files.deleteIfExists(data.resolve("postmaster.pid"));
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setOverrideWorkingDirectory(directory.resolve("software").toFile())
        .setServerConfig("fsync", "off")
        .setServerConfig("max_wal_size", "4GB")
        // Its workers would count as processor time of what is measured.
        .setServerConfig("autovacuum", "off")
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setPGStartupWait(Duration.ofSeconds(60))
        .start();
  }

  int port() {
    return server.getPort();
  }

  @Override
  public Source.Kind kind() {
    return Source.Kind.POSTGRESQL;
  }

  @Override
  public String table() {
    return "public.orders";
  }

  @Override
  public Floor floor() {
    return Floor.ofPostgres(this);
  }

  @Override
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres".formatted(port());
  }

  /** What the server's processes for connections have used; waits until each has ended. */
  @Override
  public Duration backends() {
    while (figures.children().stream().anyMatch(PostgresOrders::servesClient)) {
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    return figures.endedChildren();
  }

  /**
   * By its title, which names the client's address; one that ended has none until it is counted.
   */
  private static boolean servesClient(String title) {
    return title.isEmpty() || title.contains("127.0.0.1(");
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fill(int rows) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl());
        Statement statement = connection.createStatement()) {
      if (rows(statement, "orders") != rows) {
        statement.execute("DROP TABLE IF EXISTS orders");
        statement.execute(
            OrdersDatabase.sql("orders.sql").replace(":rows", Integer.toString(rows)));
      }
      // Also to have it in memory, and the hints of committed rows set, before anything is timed.
      statement.execute("VACUUM (ANALYZE, FREEZE) orders");
      statement.execute("CHECKPOINT");
    } catch (SQLException e) {
      throw new IllegalStateException("the table of orders cannot be made", e);
    }
  }

  /** How many rows a table has; -1 if it is not there. */
  static long rows(Statement statement, String name) throws SQLException {
    try (ResultSet table = statement.executeQuery("SELECT to_regclass('%s')".formatted(name))) {
      table.next();
      if (table.getString(1) == null) {
        return -1;
      }
    }
    try (ResultSet count = statement.executeQuery("SELECT count(*) FROM " + name)) {
      count.next();
      return count.getLong(1);
    }
  }
}

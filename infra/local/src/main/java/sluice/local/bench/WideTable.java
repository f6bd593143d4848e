package sluice.local.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sluice.plan.Source;

/** A PostgreSQL server of its own, with a table of rows of 20 MB each that nothing compresses. */
final class WideTable implements MeasuredTable, AutoCloseable {

  private final EmbeddedPostgres server;

  private WideTable(EmbeddedPostgres server) {
    this.server = server;
  }

  static WideTable start(Path directory, int rows) {
    try {
      WideTable table = new WideTable(PostgresOrders.server(directory));
      table.fill(rows);
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Source.Kind kind() {
    return Source.Kind.POSTGRESQL;
  }

  @Override
  public String table() {
    return "public.wide";
  }

  @Override
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres".formatted(server.getPort());
  }

  private void fill(int rows) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl());
        Statement statement = connection.createStatement()) {
      if (PostgresOrders.rows(statement, "wide") != rows) {
        statement.execute("DROP TABLE IF EXISTS wide");
        statement.execute(OrdersDatabase.sql("wide.sql").replace(":rows", Integer.toString(rows)));
        statement.execute("ANALYZE wide");
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the table of wide rows cannot be made", e);
    }
  }

  /** The server's own md5 of each of a row's values, by the row's id. */
  Map<Long, List<String>> hashes() {
    Map<Long, List<String>> hashes = new HashMap<>();
    try (Connection connection = DriverManager.getConnection(jdbcUrl());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT id, md5(note), md5(attributes::text), md5(picture) FROM wide")) {
      while (row.next()) {
        hashes.put(row.getLong(1), List.of(row.getString(2), row.getString(3), row.getString(4)));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the table of wide rows cannot be read", e);
    }
    return hashes;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

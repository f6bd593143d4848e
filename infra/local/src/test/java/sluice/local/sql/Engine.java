package sluice.local.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import sluice.schema.Column;
import sluice.sql.analysis.SqlException;
import sluice.sql.analysis.Tables;

/** The engine under test, over a DuckDB database in memory. */
final class Engine implements AutoCloseable {
  private static final QueryContext CONTEXT =
      QueryContext.of("project", Instant.parse("2026-03-04T05:06:07.890123Z"));
  private final Connection duck;

  Engine() throws SQLException {
    duck = DriverManager.getConnection("jdbc:duckdb:");
    GoogleSqlEngine.prepare(duck);
  }

  Connection duck() {
    return duck;
  }

  Outcome run(String sql, boolean ordered) {
    return run(sql, Tables.none(), ordered);
  }

  Outcome run(String sql, Tables tables, boolean ordered) {
    Translated.Query query;
    try {
      query = (Translated.Query) GoogleSqlEngine.translate(sql, tables, CONTEXT);
    } catch (UnsupportedSqlException e) {
      return Outcome.failed(Outcome.Kind.REFUSED, e.getMessage());
    } catch (SqlException e) {
      return Outcome.failed(Outcome.Kind.INVALID, e.getMessage());
    }
    try (Statement statement = duck.createStatement();
        ResultSet result = statement.executeQuery(query.duckSql())) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(row(query.schema(), result));
      }
      return Outcome.rows(ordered ? rows : rows.stream().sorted().toList());
    } catch (SQLException e) {
      return Outcome.failed(Outcome.Kind.ERROR, GoogleSqlEngine.message(e));
    }
  }

  static String row(List<Column> schema, ResultSet result) throws SQLException {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      values.add(Canonical.of(schema.get(i), result.getObject(i + 1)));
    }
    return String.join(" | ", values);
  }

  @Override
  public void close() throws SQLException {
    duck.close();
  }
}

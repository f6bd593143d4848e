package sluice.local.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sluice.local.sql.udf.Udfs;
import sluice.sql.analysis.Tables;

/** GoogleSQL on DuckDB: equal to BigQuery, or refused. */
public final class GoogleSqlEngine {
  private static final Pattern ERROR =
      Pattern.compile(
          "(?s)(?:[A-Z][\\w-]*(?: [\\w-]+)* Error: )?(?:[\\w.$]+(?:Exception|Error): )?(.*?)(?:\\n\\tat .*)?");
  private static final List<String> SETTINGS =
      List.of(
          "SET TimeZone = 'UTC'",
          "SET default_collation = ''",
          "SET scalar_subquery_error_on_multiple_rows = true",
          "SET preserve_insertion_order = true");

  private GoogleSqlEngine() {}

  /**
   * Makes a DuckDB connection ready for what {@link #translate} gives: the settings of the
   * connection, and the functions of its database. To be called once for each connection; a second
   * time does no harm.
   *
   * @throws SQLException where DuckDB refuses
   */
  public static void prepare(Connection duck) throws SQLException {
    try (Statement statement = duck.createStatement()) {
      for (String setting : SETTINGS) {
        statement.execute(setting);
      }
    }
    synchronized (GoogleSqlEngine.class) {
      if (!hasFunctions(duck)) {
        Udfs.addTo(duck);
      }
    }
  }

  private static boolean hasFunctions(Connection duck) throws SQLException {
    try (Statement statement = duck.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT 1 FROM duckdb_functions() WHERE function_name = 'gs_error'")) {
      return rows.next();
    }
  }

  /**
   * Translates one statement.
   *
   * @throws sluice.sql.analysis.SqlException where it is not valid GoogleSQL over these tables
   * @throws UnsupportedSqlException where the engine does not run it
   */
  public static Translated translate(String sql, Tables tables, QueryContext context) {
    return new Statements(Translation.of(sql, tables, context)).translated();
  }

  /** What went wrong in a run, in the words a user of BigQuery would read. */
  public static String message(SQLException error) {
    String message = String.valueOf(error.getMessage());
    Matcher matcher = ERROR.matcher(message);
    return matcher.matches() ? matcher.group(1).strip() : message;
  }
}

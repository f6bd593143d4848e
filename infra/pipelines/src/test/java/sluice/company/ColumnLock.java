package sluice.company;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** A source's lock file, written from the live database. */
final class ColumnLock {
  private static final String COLUMNS =
      """
      SELECT c.relname, a.attname, a.attndims > 0 OR t.typcategory = 'A' AS is_array,
        format_type(coalesce(nullif(t.typelem, 0), t.oid), NULL) AS type, t.typcategory,
        a.attnum = ANY (k.conkey) AS is_key, col_description(c.oid, a.attnum) AS comment
      FROM pg_class c
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      JOIN pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
      WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
      ORDER BY c.relname, a.attnum
      """;

  private ColumnLock() {}

  static String of(String url) throws SQLException {
    StringBuilder yaml =
        new StringBuilder("# Written by `bin/sluice discover` from the live database.\n");
    String table = "";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(COLUMNS)) {
      while (rows.next()) {
        if (!table.equals(rows.getString("relname"))) {
          table = rows.getString("relname");
          yaml.append(table).append(":\n");
        }
        yaml.append(line(rows));
      }
    }
    return yaml.toString();
  }

  private static String line(ResultSet row) throws SQLException {
    String element = googleType(row.getString("type"));
    String type = row.getBoolean("is_array") ? "ARRAY<%s>".formatted(element) : element;
    String mode = row.getBoolean("is_key") ? " REQUIRED" : "";
    return Optional.ofNullable(row.getString("comment"))
        .map(
            comment ->
                "  %s: {type: %s, description: \"%s\"}\n"
                    .formatted(name(row), type + mode, comment.replace("\"", "\\\"")))
        .orElse("  %s: %s\n".formatted(name(row), type + mode));
  }

  private static String name(ResultSet row) {
    try {
      return row.getString("attname");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String googleType(String type) {
    return switch (type) {
      case "smallint", "integer", "bigint" -> "INT64";
      case "real", "double precision" -> "FLOAT64";
      case "numeric" -> "NUMERIC";
      case "boolean" -> "BOOL";
      case "date" -> "DATE";
      case "time without time zone" -> "TIME";
      case "timestamp without time zone" -> "DATETIME";
      case "timestamp with time zone" -> "TIMESTAMP";
      case "json", "jsonb" -> "JSON";
      default -> "STRING";
    };
  }
}

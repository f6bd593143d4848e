package sluice.extract.mysql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sluice.extract.database.SourceColumn;
import sluice.extract.database.SourceTable;
import sluice.schema.Column.Mode;

/** Reads what tables a server has. */
final class Catalog {
  private static final String OURS =
      """
      %1$s NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')
        AND (? = '' OR (%1$s = ? AND %2$s = ?))
      """;

  private static final String TABLES =
      """
      SELECT table_schema, table_name, table_type, table_comment, coalesce(table_rows, 0)
      FROM information_schema.tables
      WHERE table_type IN ('BASE TABLE', 'SYSTEM VERSIONED', 'VIEW') AND %s
      ORDER BY binary table_schema, binary table_name
      """
          .formatted(OURS.formatted("table_schema", "table_name"));

  private static final String COLUMNS =
      """
      SELECT table_schema, table_name, column_name, data_type, column_type, is_nullable,
        coalesce(numeric_precision, 0), coalesce(numeric_scale, 0), column_comment
      FROM information_schema.columns
      WHERE %s
      ORDER BY table_schema, table_name, ordinal_position
      """
          .formatted(OURS.formatted("table_schema", "table_name"));

  private static final String KEYS =
      """
      SELECT table_schema, table_name, column_name
      FROM information_schema.statistics
      WHERE index_name = 'PRIMARY' AND %s
      ORDER BY table_schema, table_name, seq_in_index
      """
          .formatted(OURS.formatted("table_schema", "table_name"));

  /** MariaDB's type JSON is a text with a check of the column's own name. */
  private static final String JSON_TEXTS =
      """
      SELECT constraint_schema, table_name, constraint_name
      FROM information_schema.check_constraints
      WHERE level = 'Column'
        AND check_clause = concat('json_valid(`', constraint_name, '`)') AND %s
      """
          .formatted(OURS.formatted("constraint_schema", "table_name"));

  private final Moment moment;
  private final boolean mariadb;

  Catalog(Moment moment, boolean mariadb) {
    this.moment = moment;
    this.mariadb = mariadb;
  }

  /** Every table and view outside the system's databases, by name. */
  List<SourceTable> tables() throws SQLException {
    return read(new Name("", ""));
  }

  /** The one table of that name. Servers differ in whether case counts; here it does. */
  Optional<SourceTable> table(String schema, String name) throws SQLException {
    return read(new Name(schema, name)).stream()
        .filter(table -> table.schema().equals(schema) && table.name().equals(name))
        .findFirst();
  }

  private record Name(String schema, String table) {
    static Name of(ResultSet row) throws SQLException {
      return new Name(row.getString(1), row.getString(2));
    }
  }

  private interface Each {
    void row(ResultSet row) throws SQLException;
  }

  private List<SourceTable> read(Name one) throws SQLException {
    Map<Name, List<String>> keys = new HashMap<>();
    each(KEYS, one, row -> add(keys, Name.of(row), row.getString(3)));
    Map<Name, Set<String>> json = json(one);
    Map<Name, List<SourceColumn>> columns = new HashMap<>();
    each(COLUMNS, one, row -> add(columns, Name.of(row), column(row, json)));
    List<SourceTable> tables = new ArrayList<>();
    each(
        TABLES,
        one,
        row -> {
          Name name = Name.of(row);
          List<String> key = keys.getOrDefault(name, List.of());
          tables.add(table(name, row, key, columns.getOrDefault(name, List.of())));
        });
    return tables;
  }

  private static <T> void add(Map<Name, List<T>> lists, Name name, T one) {
    lists.computeIfAbsent(name, any -> new ArrayList<>()).add(one);
  }

  private Map<Name, Set<String>> json(Name one) throws SQLException {
    Map<Name, Set<String>> json = new HashMap<>();
    if (mariadb) {
      each(
          JSON_TEXTS,
          one,
          row -> json.computeIfAbsent(Name.of(row), any -> new HashSet<>()).add(row.getString(3)));
    }
    return json;
  }

  private void each(String sql, Name one, Each each) throws SQLException {
    try (PreparedStatement statement = moment.prepare(sql)) {
      statement.setString(1, one.schema);
      statement.setString(2, one.schema);
      statement.setString(3, one.table);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          each.row(row);
        }
      }
    }
  }

  private static SourceTable table(
      Name name, ResultSet row, List<String> key, List<SourceColumn> columns) throws SQLException {
    boolean view = row.getString(3).equals("VIEW");
    // A view's comment is the word VIEW.
    Optional<String> comment = view ? Optional.empty() : text(row.getString(4));
    return new SourceTable(
        name.schema,
        name.table,
        view ? SourceTable.Kind.VIEW : SourceTable.Kind.TABLE,
        comment,
        key,
        row.getLong(5),
        columns);
  }

  private static SourceColumn column(ResultSet row, Map<Name, Set<String>> json)
      throws SQLException {
    String name = row.getString(3);
    String type = row.getString(5);
    boolean isJson = json.getOrDefault(Name.of(row), Set.of()).contains(name);
    return new SourceColumn(
        name,
        isJson ? "json" : type,
        new MysqlType(
            isJson ? "json" : row.getString(4),
            type.contains("unsigned"),
            row.getInt(7),
            row.getInt(8)),
        row.getString(6).equals("NO") ? Mode.REQUIRED : Mode.NULLABLE,
        text(row.getString(9)));
  }

  private static Optional<String> text(String comment) {
    return Optional.ofNullable(comment).filter(any -> !any.isEmpty());
  }
}

package sluice.local.bigquery.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import sluice.local.sql.DuckTypes;
import sluice.schema.Column;
import sluice.schema.TableId;

/**
 * Counts rows and logical bytes as BigQuery does (<a
 * href="https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#data_type_sizes">
 * sizes</a>), once for each state of a table.
 */
public final class TableSizes {

  /** Rows and logical bytes. */
  public record Size(long rows, long bytes) {}

  private record Known(String etag, Size size) {}

  private final Map<TableId, Known> known = new ConcurrentHashMap<>();

  /** The size of a table as it is committed. */
  public Size of(Catalog catalog, StoredTable table) {
    Known before = known.get(table.id());
    if (before != null && before.etag().equals(table.etag())) {
      return before.size();
    }
    Size size = catalog.duck().read(connection -> count(connection, table, "true"));
    known.put(table.id(), new Known(table.etag(), size));
    return size;
  }

  /** The size of the rows that meet a condition, within a transaction. */
  public static Size count(java.sql.Connection connection, StoredTable table, String condition)
      throws SQLException {
    if (table.isView() || table.columns().isEmpty()) {
      return new Size(0, 0);
    }
    String sql =
        "SELECT count(*), coalesce(sum(%s), 0)::BIGINT FROM %s WHERE %s"
            .formatted(bytes(table.columns()), DuckTypes.quoted(table.id()), condition);
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return new Size(row.getLong(1), row.getLong(2));
    }
  }

  private static String bytes(List<Column> columns) {
    return columns.stream()
        .map(column -> bytes(column, DuckTypes.quoted(column.name()), 0))
        .collect(Collectors.joining(" + "));
  }

  private static String bytes(Column column, String value, int depth) {
    if (column.mode() == Column.Mode.REPEATED) {
      String each = "x" + depth;
      return "coalesce(list_sum(list_transform(%s, lambda %s: %s)), 0)"
          .formatted(value, each, bytes(column.as(Column.Mode.NULLABLE), each, depth + 1));
    }
    return switch (column.type()) {
      case STRING -> "coalesce(2 + strlen(%s), 0)".formatted(value);
      case JSON -> "coalesce(2 + strlen(%s::VARCHAR), 0)".formatted(value);
      case BYTES -> "coalesce(2 + octet_length(%s), 0)".formatted(value);
      case STRUCT ->
          column.fields().stream()
              .map(field -> bytes(field, value + "." + DuckTypes.quoted(field.name()), depth))
              .collect(Collectors.joining(" + ", "(", ")"));
      default -> "(CASE WHEN %s IS NULL THEN 0 ELSE %d END)".formatted(value, fixed(column));
    };
  }

  private static int fixed(Column column) {
    return switch (column.type()) {
      case BOOL -> 1;
      case NUMERIC, INTERVAL -> 16;
      case BIGNUMERIC -> 32;
      default -> 8;
    };
  }
}

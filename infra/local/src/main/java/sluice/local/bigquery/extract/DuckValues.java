package sluice.local.bigquery.extract;

import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.local.sql.udf.BigNumerics;
import sluice.schema.Column;
import sluice.schema.ColumnType;

/**
 * Reads DuckDB's values as plain ones: numbers, texts, {@code java.time}, {@code byte[]}, and lists
 * for arrays and structs.
 */
final class DuckValues {

  private DuckValues() {}

  static List<@Nullable Object> row(ResultSet row, List<Column> columns) throws SQLException {
    List<@Nullable Object> values = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      boolean dateTime =
          column.type() == ColumnType.DATETIME && column.mode() != Column.Mode.REPEATED;
      values.add(
          value(
              dateTime ? row.getObject(i + 1, LocalDateTime.class) : row.getObject(i + 1), column));
    }
    return values;
  }

  private static @Nullable Object value(@Nullable Object value, Column column) throws SQLException {
    if (column.mode() == Column.Mode.REPEATED) {
      List<@Nullable Object> elements = new ArrayList<>();
      if (value instanceof Array array) {
        for (Object element : (Object[]) array.getArray()) {
          elements.add(value(element, column.as(Column.Mode.NULLABLE)));
        }
      }
      return elements;
    }
    if (value instanceof Struct struct) {
      Object[] attributes = struct.getAttributes();
      List<@Nullable Object> fields = new ArrayList<>();
      for (int i = 0; i < attributes.length; i++) {
        fields.add(value(attributes[i], column.fields().get(i)));
      }
      return fields;
    }
    if (value instanceof Blob blob) {
      return blob.getBytes(1, (int) blob.length());
    }
    if (value instanceof Timestamp timestamp) {
      return timestamp.toLocalDateTime();
    }
    if (value != null && column.type() == ColumnType.BIGNUMERIC) {
      return BigNumerics.value((String) value);
    }
    return value != null && column.type() == ColumnType.JSON ? value.toString() : value;
  }
}

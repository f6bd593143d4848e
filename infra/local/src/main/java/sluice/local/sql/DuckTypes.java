package sluice.local.sql;

import java.util.List;
import java.util.stream.Collectors;
import sluice.schema.Column;
import sluice.schema.TableId;

/**
 * How BigQuery's columns are kept in DuckDB, in one place for those who write tables and those who
 * translate SQL.
 *
 * <p>A dataset is a schema and a table a table, by their names. {@code REQUIRED} is {@code NOT
 * NULL}; a {@code REPEATED} column is a list, never NULL: BigQuery keeps an empty array where NULL
 * is written.
 */
public final class DuckTypes {

  /** What an ingestion-time partitioned table keeps before its columns. */
  public static final String PARTITION_TIME = "_PARTITIONTIME";

  private DuckTypes() {}

  /**
   * The DuckDB type of a column, {@code STRUCT("a" BIGINT)[]}.
   *
   * @throws IllegalArgumentException for the types that DuckDB cannot hold exactly
   */
  public static String type(Column column) {
    return element(column) + (column.mode() == Column.Mode.REPEATED ? "[]" : "");
  }

  /** The DuckDB type of a column's values, or of its elements when it is repeated. */
  public static String element(Column column) {
    return switch (column.type()) {
      case STRING -> "VARCHAR";
      case BYTES -> "BLOB";
      case INT64 -> "BIGINT";
      case FLOAT64 -> "DOUBLE";
      case BOOL -> "BOOLEAN";
      case NUMERIC -> "DECIMAL(38,9)";
      // A key of BigNumerics. TEXT is VARCHAR by another name, so that no STRING is taken for one.
      case BIGNUMERIC -> "TEXT";
      case DATE -> "DATE";
      case DATETIME -> "TIMESTAMP";
      case TIME -> "TIME";
      case TIMESTAMP -> "TIMESTAMPTZ";
      case INTERVAL -> "INTERVAL";
      case JSON -> "JSON";
      case STRUCT -> struct(column.fields());
      case GEOGRAPHY ->
          throw new IllegalArgumentException(
              "column %s is GEOGRAPHY, which the local cloud cannot keep exactly. Use STRING there."
                  .formatted(column.name()));
    };
  }

  /** A column of a CREATE TABLE: {@code "id" BIGINT NOT NULL}. */
  public static String definition(Column column) {
    return quoted(column.name())
        + " "
        + type(column)
        + (column.mode() == Column.Mode.REQUIRED ? " NOT NULL" : "");
  }

  /** An identifier in double quotes. */
  public static String quoted(String identifier) {
    return "\"" + identifier.replace("\"", "\"\"") + "\"";
  }

  /** A table's name: {@code "dataset"."table"}. */
  public static String quoted(TableId table) {
    return quoted(table.dataset()) + "." + quoted(table.table());
  }

  private static String struct(List<Column> fields) {
    return fields.stream()
        .map(field -> quoted(field.name()) + " " + type(field))
        .collect(Collectors.joining(", ", "STRUCT(", ")"));
  }
}

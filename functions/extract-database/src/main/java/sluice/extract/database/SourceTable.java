package sluice.extract.database;

import java.util.List;
import java.util.Optional;

/**
 * A table or view as the database has it.
 *
 * @param primaryKey its columns in the key's order; empty where there is none
 * @param estimatedRows what the last ANALYZE saw, with partitions
 */
public record SourceTable(
    String schema,
    String name,
    Kind kind,
    Optional<String> comment,
    List<String> primaryKey,
    long estimatedRows,
    List<SourceColumn> columns) {

  /** Whether its rows have places on disk that it can be cut by. */
  public enum Kind {
    TABLE,
    VIEW
  }

  public SourceTable {
    primaryKey = List.copyOf(primaryKey);
    columns = List.copyOf(columns);
  }

  /** Its name with its schema: {@code public.orders}. */
  public String qualifiedName() {
    return schema + "." + name;
  }

  Optional<SourceColumn> column(String wanted) {
    return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
  }
}

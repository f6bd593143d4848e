package sluice.sql.analysis;

import java.util.List;
import java.util.Optional;
import sluice.schema.Column;
import sluice.schema.TableId;

/**
 * A table as SQL sees it.
 *
 * @param viewSql the GoogleSQL of a view; empty for a table that holds rows
 * @param partitionColumn the column that a partitioned table is partitioned by
 * @param ingestionTimePartitioned whether the table has {@code _PARTITIONTIME} in its place
 * @param external whether its rows are those of files, and it has {@code _FILE_NAME}
 */
public record TableDefinition(
    TableId id,
    List<Column> columns,
    Optional<String> viewSql,
    Optional<String> partitionColumn,
    boolean ingestionTimePartitioned,
    boolean external) {

  public TableDefinition {
    columns = List.copyOf(columns);
  }

  /** A table whose rows are its own. */
  public TableDefinition(
      TableId id,
      List<Column> columns,
      Optional<String> viewSql,
      Optional<String> partitionColumn,
      boolean ingestionTimePartitioned) {
    this(id, columns, viewSql, partitionColumn, ingestionTimePartitioned, false);
  }

  /** A table of files. */
  public static TableDefinition external(TableId id, List<Column> columns) {
    return new TableDefinition(id, columns, Optional.empty(), Optional.empty(), false, true);
  }

  /** A table of these columns, neither a view nor partitioned. */
  public static TableDefinition of(TableId id, List<Column> columns) {
    return new TableDefinition(id, columns, Optional.empty(), Optional.empty(), false);
  }
}

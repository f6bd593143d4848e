package sluice.plan;

import sluice.schema.Column;
import sluice.schema.ColumnType;

/** A column that says where a row came from. */
public enum LineageColumn {
  /** The file: the generation at which it landed, and its path. */
  OBJECT(
      "_object",
      ColumnType.STRING,
      "The file that the row came with: its generation, and its path."),
  /** The batch in the table's ledger. */
  BATCH("_batch", ColumnType.INT64, "The number of the batch that loaded the row."),
  /** When the batch was loaded. */
  LOADED_AT("_loaded_at", ColumnType.TIMESTAMP, "When the row was loaded.");

  private final String column;
  private final ColumnType type;
  private final String description;

  LineageColumn(String column, ColumnType type, String description) {
    this.column = column;
    this.type = type;
    this.description = description;
  }

  /** The column of the table. */
  public Column column() {
    return Column.of(column, type).describedAs(description);
  }
}

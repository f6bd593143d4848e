package sluice.plan;

import sluice.schema.Column;
import sluice.schema.ColumnType;

/** A column that says where a row came from. */
public enum LineageColumn {
  /** The file: the generation at which it landed, and its path. */
  OBJECT(
      Column.of("_object", ColumnType.STRING)
          .describedAs("The file that the row came with: its generation, and its path.")),
  /** The batch in the table's ledger. */
  BATCH(
      Column.of("_batch", ColumnType.INT64)
          .describedAs("The number of the batch that loaded the row.")),
  /** When the batch was loaded. */
  LOADED_AT(Column.of("_loaded_at", ColumnType.TIMESTAMP).describedAs("When the row was loaded."));

  private final Column column;

  LineageColumn(Column column) {
    this.column = column;
  }

  /** The column of the table. */
  public Column column() {
    return column;
  }
}

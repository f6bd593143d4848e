package sluice.sql.analysis;

import sluice.schema.TableId;

/** A top-level column of a table, as lineage names it. */
public record ColumnReference(TableId table, String column) implements Comparable<ColumnReference> {

  @Override
  public int compareTo(ColumnReference other) {
    int byTable = table.compareTo(other.table);
    return byTable != 0 ? byTable : column.compareTo(other.column);
  }

  @Override
  public String toString() {
    return table + "." + column;
  }
}

package sluice.extract.database;

/** A column to read, and the name that it goes by from there on. */
public record ColumnSelection(String column, String as) {

  /** The column under its own name. */
  public static ColumnSelection of(String column) {
    return new ColumnSelection(column, column);
  }
}

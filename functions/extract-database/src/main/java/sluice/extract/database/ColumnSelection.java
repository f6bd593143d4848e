package sluice.extract.database;

/** A column to read, the name that it goes by from there on, and what is done to its values. */
public record ColumnSelection(String column, String as, Treatment treatment) {

  /** What is done to each value that is not NULL. */
  public enum Treatment {
    /** Nothing. */
    KEEP,
    /** Its keyed hash takes its place: equal values stay equal, and none can be read back. */
    HASH,
    /** Three stars take its place. */
    MASK
  }

  /** The column under another name. */
  public ColumnSelection(String column, String as) {
    this(column, as, Treatment.KEEP);
  }

  /** The column under its own name. */
  public static ColumnSelection of(String column) {
    return new ColumnSelection(column, column);
  }
}

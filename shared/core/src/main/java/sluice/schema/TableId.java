package sluice.schema;

/** A table of the project, by dataset and name; written {@code dataset.table}. */
public record TableId(String dataset, String table) implements Comparable<TableId> {

  /** Reads {@code dataset.table}. */
  public static TableId parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 1 || dot == text.length() - 1 || text.indexOf('.', dot + 1) >= 0) {
      throw new IllegalArgumentException(
          "'%s' is not a table. Write it as dataset.table.".formatted(text));
    }
    return new TableId(text.substring(0, dot), text.substring(dot + 1));
  }

  @Override
  public int compareTo(TableId other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return dataset + "." + table;
  }
}

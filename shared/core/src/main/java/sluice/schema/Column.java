package sluice.schema;

import java.util.List;
import java.util.Optional;

/**
 * One column of a table.
 *
 * @param fields the fields of a {@link ColumnType#STRUCT}, in order; empty for every other type
 */
public record Column(
    String name, ColumnType type, Mode mode, List<Column> fields, Optional<String> description) {

  /** Whether a value may be absent, must be there, or is an array. */
  public enum Mode {
    NULLABLE,
    REQUIRED,
    REPEATED
  }

  public Column {
    fields = List.copyOf(fields);
  }

  /** A nullable column without a description. */
  public static Column of(String name, ColumnType type) {
    return new Column(name, type, Mode.NULLABLE, List.of(), Optional.empty());
  }

  /** A nullable STRUCT. */
  public static Column struct(String name, List<Column> fields) {
    return new Column(name, ColumnType.STRUCT, Mode.NULLABLE, fields, Optional.empty());
  }

  /** The same column with that mode. */
  public Column as(Mode other) {
    return new Column(name, type, other, fields, description);
  }

  /** The same column, described. */
  public Column describedAs(String text) {
    return new Column(name, type, mode, fields, Optional.of(text));
  }
}

package sluice.schema;

import java.util.List;
import java.util.Optional;

/**
 * One column of a table.
 *
 * @param fields the fields of a {@link ColumnType#STRUCT}, in order; empty for every other type
 * @param secrecy what must be kept from those who do not read the table itself
 */
public record Column(
    String name,
    ColumnType type,
    Mode mode,
    List<Column> fields,
    Optional<String> description,
    Optional<Secrecy> secrecy) {

  /** What of a column is kept secret wherever Sluice shows it. */
  public enum Secrecy {
    VALUES
  }

  /** Whether a value may be absent, must be there, or is an array. */
  public enum Mode {
    NULLABLE,
    REQUIRED,
    REPEATED
  }

  public Column {
    fields = List.copyOf(fields);
  }

  /** A column whose values may be shown. */
  public Column(
      String name, ColumnType type, Mode mode, List<Column> fields, Optional<String> description) {
    this(name, type, mode, fields, description, Optional.empty());
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
    return new Column(name, type, other, fields, description, secrecy);
  }

  /** The same column, described. */
  public Column describedAs(String text) {
    return new Column(name, type, mode, fields, Optional.of(text), secrecy);
  }

  /** The same column, its values to be masked wherever they would be shown. */
  public Column asSensitive() {
    return new Column(name, type, mode, fields, description, Optional.of(Secrecy.VALUES));
  }

  public boolean isSensitive() {
    return secrecy.isPresent();
  }
}

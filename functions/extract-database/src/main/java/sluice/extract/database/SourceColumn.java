package sluice.extract.database;

import java.util.Optional;
import sluice.schema.Column.Mode;

/**
 * A column as the database has it.
 *
 * @param type the type as the database writes it, like {@code numeric(12,2)}
 * @param kind what that type is to an extract
 * @param mode REQUIRED if no row can be without a value, else NULLABLE; an array too is one or the
 *     other
 * @param nullableIn the table, as SQL names it, that inherits a column which is NOT NULL and lets
 *     it be NULL; empty where none does
 */
public record SourceColumn(
    String name,
    String type,
    SourceType kind,
    Mode mode,
    Optional<String> comment,
    Optional<String> nullableIn) {

  /** A column of a table that no other inherits from. */
  public SourceColumn(
      String name, String type, SourceType kind, Mode mode, Optional<String> comment) {
    this(name, type, kind, mode, comment, Optional.empty());
  }
}

package sluice.extract.database;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sluice.RejectedException;
import sluice.extract.SourceTables.Described;
import sluice.schema.Column.Mode;

/**
 * A table or view as the database has it.
 *
 * @param primaryKey its columns in the key's order; empty where there is none
 * @param estimatedRows what the last ANALYZE saw, with partitions
 */
public record SourceTable(
    String schema,
    String name,
    Kind kind,
    Optional<String> comment,
    List<String> primaryKey,
    long estimatedRows,
    List<SourceColumn> columns) {

  /** Whether its rows have places on disk that it can be cut by. */
  public enum Kind {
    TABLE,
    VIEW
  }

  public SourceTable {
    primaryKey = List.copyOf(primaryKey);
    columns = List.copyOf(columns);
  }

  /** Its name with its schema: {@code public.orders}. */
  public String qualifiedName() {
    return schema + "." + name;
  }

  /**
   * The table as BigQuery will have it. A column that BigQuery cannot name is left out; whoever
   * reads it is asked what to do with it.
   *
   * @param plain the schema whose tables go by their plain names
   */
  public Described described(Optional<String> plain) {
    List<ColumnSelection> nameable =
        columns.stream()
            .map(column -> ColumnSelection.of(column.name()))
            .filter(column -> FieldNames.problem(column.as()).isEmpty())
            .toList();
    return new Described(
        plain.filter(schema::equals).isPresent() ? name : qualifiedName(),
        comment,
        primaryKey,
        nameable.isEmpty() ? List.of() : RowLayout.of(this, nameable).columns());
  }

  /**
   * The column of that name, for a cursor.
   *
   * @throws RejectedException if there is none
   */
  public SourceColumn cursor(String wanted) {
    return column(wanted)
        .orElseThrow(
            () ->
                new RejectedException(
                    "%s has no column '%s' to be its cursor. Name one of: %s."
                        .formatted(
                            qualifiedName(),
                            wanted,
                            String.join(", ", columns.stream().map(SourceColumn::name).toList()))));
  }

  /** The columns to read by: the primary key, or else the pipeline's, if all have values. */
  Optional<List<String>> wholeKey(List<String> ofPipeline) {
    return Stream.of(primaryKey, ofPipeline)
        .filter(names -> !names.isEmpty())
        .filter(names -> names.stream().allMatch(this::isAlwaysThere))
        .findFirst();
  }

  /** The column that keeps a key from being whole since a table that inherits it may lack it. */
  Optional<SourceColumn> nullableByInheritance(List<String> ofPipeline) {
    return Stream.of(primaryKey, ofPipeline)
        .flatMap(List::stream)
        .flatMap(name -> column(name).stream())
        .filter(column -> column.nullableIn().isPresent())
        .findFirst();
  }

  private boolean isAlwaysThere(String name) {
    return column(name).filter(column -> column.mode() == Mode.REQUIRED).isPresent();
  }

  /** The column of that name. */
  public Optional<SourceColumn> column(String wanted) {
    return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
  }
}

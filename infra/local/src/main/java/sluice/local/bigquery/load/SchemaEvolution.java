package sluice.local.bigquery.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import sluice.local.bigquery.store.Refusal;
import sluice.schema.Column;
import sluice.schema.ColumnType;

/**
 * Which columns a table has after rows of another schema are added to it.
 *
 * @param table as errors name it
 * @param options {@code ALLOW_FIELD_ADDITION} and {@code ALLOW_FIELD_RELAXATION}
 * @param missing what a column means that the rows do not have
 * @param unknown what a column means that the table does not have
 */
public record SchemaEvolution(
    String table, Set<String> options, MissingColumns missing, UnknownColumns unknown) {

  /** What it means that the rows lack a column of the table. */
  public enum MissingColumns {
    REFUSED,
    NULL
  }

  /** What it means that the table lacks a column of the rows. */
  public enum UnknownColumns {
    ADDED_OR_REFUSED,
    IGNORED
  }

  /**
   * The table's columns, widened as far as the options allow.
   *
   * @throws Refusal where they do not
   */
  public List<Column> merged(List<Column> existing, List<Column> incoming) {
    return merged(existing, incoming, "");
  }

  private List<Column> merged(List<Column> existing, List<Column> incoming, String path) {
    List<Column> merged = new ArrayList<>();
    for (Column before : existing) {
      Optional<Column> now = named(before.name(), incoming);
      if (now.isPresent()) {
        merged.add(merged(before, now.get(), path));
      } else {
        merged.add(unwritten(before, path));
      }
    }
    for (Column now : incoming) {
      if (named(now.name(), existing).isEmpty() && unknown == UnknownColumns.ADDED_OR_REFUSED) {
        merged.add(added(now, path));
      }
    }
    return merged;
  }

  private static Optional<Column> named(String name, List<Column> columns) {
    return columns.stream().filter(column -> column.name().equalsIgnoreCase(name)).findFirst();
  }

  private Column unwritten(Column before, String path) {
    if (missing == MissingColumns.REFUSED) {
      throw mismatch("Field %s%s is missing in new schema", path, before.name());
    }
    if (before.mode() == Column.Mode.REQUIRED) {
      if (!options.contains("ALLOW_FIELD_RELAXATION")) {
        throw mismatch("Required field %s%s is missing in new schema", path, before.name());
      }
      return before.as(Column.Mode.NULLABLE);
    }
    return before;
  }

  private Column added(Column now, String path) {
    if (!options.contains("ALLOW_FIELD_ADDITION")) {
      throw mismatch("Cannot add fields (field: %s%s)", path, now.name());
    }
    if (now.mode() == Column.Mode.REQUIRED) {
      throw mismatch(
          "Cannot add required fields to an existing schema. (field: %s%s)", path, now.name());
    }
    return now;
  }

  private Column merged(Column before, Column now, String path) {
    String name = path + before.name();
    if (before.type() != now.type()) {
      throw mismatch(
          "Field %s has changed type from %s to %s",
          name, before.type().restName(), now.type().restName());
    }
    boolean repeatedChanged =
        (before.mode() == Column.Mode.REPEATED) != (now.mode() == Column.Mode.REPEATED);
    boolean relaxed = before.mode() == Column.Mode.REQUIRED && now.mode() == Column.Mode.NULLABLE;
    if (repeatedChanged || (relaxed && !options.contains("ALLOW_FIELD_RELAXATION"))) {
      throw mismatch("Field %s has changed mode from %s to %s", name, before.mode(), now.mode());
    }
    List<Column> fields =
        before.type() == ColumnType.STRUCT
            ? merged(before.fields(), now.fields(), name + ".")
            : List.of();
    return new Column(
        before.name(),
        before.type(),
        relaxed ? Column.Mode.NULLABLE : before.mode(),
        fields,
        before.description());
  }

  private Refusal mismatch(String what, Object... of) {
    return Refusal.invalid(
        "Provided Schema does not match Table %s. %s."
            .formatted(table, String.format(Locale.ROOT, what, of)));
  }
}

package sluice.sql.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import sluice.schema.Column;
import sluice.schema.Column.Mode;
import sluice.schema.TableId;

/** Looks up columns that settings name. */
record ColumnCheck(List<Column> columns, Problems problems) {

  /** The column of that name, in any case; empty, and told, when there is none. */
  Optional<Column> find(Located<String> name) {
    return find(name, "the table");
  }

  /** The same, of a table that is not the one whose settings these are. */
  Optional<Column> find(Located<String> name, TableId table) {
    return find(name, table.toString());
  }

  private Optional<Column> find(Located<String> name, String table) {
    Optional<Column> found =
        columns.stream().filter(each -> each.name().equalsIgnoreCase(name.value())).findFirst();
    if (found.isEmpty()) {
      problems.add(
          name.place(),
          "names the column '%s', which %s does not have".formatted(name.value(), table),
          Nearest.remedy(name.value(), columns.stream().map(Column::name).toList()));
    }
    return found;
  }

  /** The column of that name, if it also fits. */
  Optional<Column> require(Located<String> name, Predicate<Column> fits, String remedy) {
    Optional<Column> column = find(name);
    column
        .filter(fits.negate())
        .ifPresent(
            wrong ->
                problems.add(
                    name.place(),
                    "names '%s', which is %s".formatted(name.value(), describe(wrong)),
                    remedy));
    return column.filter(fits);
  }

  /** The type as GoogleSQL writes it. */
  static String type(Column column) {
    return column.mode() == Mode.REPEATED
        ? "ARRAY<%s>".formatted(column.type())
        : column.type().toString();
  }

  static String describe(Column column) {
    String type = type(column);
    return ("AEI".indexOf(type.charAt(0)) >= 0 ? "an " : "a ") + type;
  }
}

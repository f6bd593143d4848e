package sluice.extract.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.RejectedException;

/** The statements that read a table. Values stand in them as literals, for COPY binds none. */
final class Sql {
  private Sql() {}

  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Needs {@code standard_conforming_strings}, which every session of ours sets. */
  static String literal(String value) {
    if (value.indexOf('\0') >= 0) {
      throw new RejectedException(
          "A cursor's value holds the character NUL, which PostgreSQL has not. Correct it.");
    }
    return "'" + value.replace("'", "''") + "'";
  }

  static String name(SourceTable table) {
    return identifier(table.schema()) + "." + identifier(table.name());
  }

  /** COPY of one stretch of the table. */
  static String copy(TableRead what, RowLayout layout, BlockRange blocks) {
    List<String> columns = new ArrayList<>();
    for (RowLayout.Field field : layout.fields()) {
      columns.add(field.mapping().selection().of(identifier(field.source().name())));
    }
    List<String> conditions = new ArrayList<>(blocks.conditions());
    what.range().ifPresent(range -> conditions.addAll(conditions(what.table(), range)));
    // On a line of its own, so that a comment at the condition's end ends there.
    what.where().ifPresent(condition -> conditions.add("(" + condition + "\n)"));
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    return "COPY (SELECT %s FROM %s%s) TO STDOUT (FORMAT binary)"
        .formatted(String.join(", ", columns), name(what.table()), where);
  }

  private static List<String> conditions(SourceTable table, CursorRange range) {
    SourceColumn cursor = cursor(table, range.column());
    String column = identifier(cursor.name());
    Optional<String> from =
        range.from().map(value -> column + " > " + literal(value) + "::" + cursor.type());
    List<String> conditions = new ArrayList<>(from.stream().toList());
    conditions.add(column + " <= " + literal(range.to()) + "::" + cursor.type());
    return conditions;
  }

  static SourceColumn cursor(SourceTable table, String column) {
    return table
        .column(column)
        .orElseThrow(
            () ->
                new RejectedException(
                    "%s has no column '%s' to be its cursor. Name one of: %s."
                        .formatted(table.qualifiedName(), column, names(table))));
  }

  private static String names(SourceTable table) {
    return String.join(", ", table.columns().stream().map(SourceColumn::name).toList());
  }
}

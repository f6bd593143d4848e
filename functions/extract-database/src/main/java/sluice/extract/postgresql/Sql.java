package sluice.extract.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.RejectedException;
import sluice.extract.database.CursorRange;
import sluice.extract.database.KeyRange;
import sluice.extract.database.RowLayout;
import sluice.extract.database.SourceColumn;
import sluice.extract.database.SourceTable;
import sluice.extract.database.TableRead;

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
  static String copy(TableRead what, RowLayout layout, Stretch stretch) {
    List<String> columns = new ArrayList<>();
    for (RowLayout.Field field : layout.fields()) {
      TypeMapping mapping = TypeMapping.of(field, what.pseudonyms());
      columns.add(mapping.selection().of(identifier(field.source().name())));
    }
    return "COPY (SELECT %s FROM %s%s) TO STDOUT (FORMAT binary)"
        .formatted(String.join(", ", columns), name(what.table()), where(what, stretch));
  }

  /** How many of the rows of a read have no value in a column. */
  static String countWithout(TableRead what, String column) {
    String rows = where(what, BlockRange.ALL);
    String none = identifier(column) + " IS NULL";
    return "SELECT count(*) FROM %s%s"
        .formatted(name(what.table()), rows.isEmpty() ? " WHERE " + none : rows + " AND " + none);
  }

  /** The key of the row that is that many rows into a read by keys. */
  static String keyAt(TableRead what, KeyRange range, long rows) {
    String table = name(what.table());
    List<String> key = range.key().stream().map(Sql::identifier).toList();
    List<String> texts = key.stream().map(column -> column + "::text").toList();
    // With the table's name, for a column's alone would be that of its text.
    List<String> order = key.stream().map(column -> table + "." + column).toList();
    return "SELECT %s FROM %s%s ORDER BY %s OFFSET %d LIMIT 1"
        .formatted(
            String.join(", ", texts),
            table,
            where(what, BlockRange.ALL),
            String.join(", ", order),
            rows - 1);
  }

  /** COPY of each row's key as texts, in the order of their bytes. */
  static String keys(TableRead what, List<String> key) {
    List<String> texts =
        key.stream().map(column -> TypeMapping.Selection.ADDRESS.of(identifier(column))).toList();
    List<String> order = texts.stream().map(text -> text + " COLLATE \"C\"").toList();
    return "COPY (SELECT %s FROM %s%s ORDER BY %s) TO STDOUT (FORMAT binary)"
        .formatted(
            String.join(", ", texts),
            name(what.table()),
            where(what, BlockRange.ALL),
            String.join(", ", order));
  }

  /** The condition for a stretch of a read; empty, or a space before it. */
  static String where(TableRead what, Stretch stretch) {
    List<String> conditions = new ArrayList<>(stretch.conditions());
    what.range().ifPresent(range -> conditions.addAll(conditions(what.table(), range)));
    what.keys().ifPresent(keys -> conditions.addAll(conditions(what.table(), keys)));
    // On a line of its own, so that a comment at the condition's end ends there.
    what.where().ifPresent(condition -> conditions.add("(" + condition + "\n)"));
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  private static List<String> conditions(SourceTable table, CursorRange range) {
    SourceColumn cursor = table.cursor(range.column());
    String column = identifier(cursor.name());
    Optional<String> from =
        range.from().map(value -> column + " > " + literal(value) + "::" + cursor.type());
    List<String> conditions = new ArrayList<>(from.stream().toList());
    conditions.add(column + " <= " + literal(range.to()) + "::" + cursor.type());
    return conditions;
  }

  static List<String> conditions(SourceTable table, KeyRange range) {
    String key = row(range.key().stream().map(Sql::identifier).toList());
    List<String> conditions = new ArrayList<>();
    range.after().ifPresent(after -> conditions.add(key + " > " + values(table, range, after)));
    range.upTo().ifPresent(upTo -> conditions.add(key + " <= " + values(table, range, upTo)));
    return conditions;
  }

  private static String values(SourceTable table, KeyRange range, List<String> texts) {
    List<String> values = new ArrayList<>();
    for (int index = 0; index < texts.size(); index++) {
      SourceColumn column = table.column(range.key().get(index)).orElseThrow();
      values.add(literal(texts.get(index)) + "::" + column.type());
    }
    return row(values);
  }

  private static String row(List<String> values) {
    return "(" + String.join(", ", values) + ")";
  }
}

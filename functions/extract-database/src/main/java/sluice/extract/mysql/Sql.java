package sluice.extract.mysql;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sluice.extract.database.CursorKind;
import sluice.extract.database.CursorRange;
import sluice.extract.database.KeyRange;
import sluice.extract.database.RowLayout;
import sluice.extract.database.SourceColumn;
import sluice.extract.database.SourceTable;
import sluice.extract.database.TableRead;

/** The statements that read a table. */
final class Sql {
  private static final DateTimeFormatter DATETIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  private Sql() {}

  static String identifier(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  static String name(SourceTable table) {
    return identifier(table.schema()) + "." + identifier(table.name());
  }

  /** The rows of a read, each behind {@link RawRow#FIRST}. */
  static String rows(TableRead what, RowLayout layout) {
    List<String> columns = new ArrayList<>(List.of(RawRow.FIRST));
    for (RowLayout.Field field : layout.fields()) {
      TypeMapping mapping = TypeMapping.of(field, what.pseudonyms());
      columns.add(mapping.selection().of(identifier(field.source().name())));
    }
    return "SELECT %s FROM %s%s"
        .formatted(String.join(", ", columns), name(what.table()), where(what));
  }

  /** Holds the table as it is until the transaction ends. */
  static String hold(SourceTable table) {
    return "SELECT 1 FROM %s LIMIT 0".formatted(name(table));
  }

  /** How many of the rows of a read have no value in a column. */
  static String countWithout(TableRead what, String column) {
    String rows = where(what);
    String none = identifier(column) + " IS NULL";
    return "SELECT count(*) FROM %s%s"
        .formatted(name(what.table()), rows.isEmpty() ? " WHERE " + none : rows + " AND " + none);
  }

  /** The key of the row that is that many rows into a read by keys. */
  static String keyAt(TableRead what, KeyRange range, long rows) {
    List<KeySql> key = key(what.table(), range);
    return "SELECT %s FROM %s%s ORDER BY %s LIMIT 1 OFFSET %d"
        .formatted(
            String.join(", ", key.stream().map(KeySql::text).toList()),
            name(what.table()),
            where(what),
            String.join(", ", key.stream().map(KeySql::operand).toList()),
            rows - 1);
  }

  private static List<KeySql> key(SourceTable table, KeyRange range) {
    return range.key().stream()
        .map(
            name ->
                KeySql.of((MysqlType) table.column(name).orElseThrow().kind(), identifier(name)))
        .toList();
  }

  /** Each row's key as texts, in the order of their bytes. */
  static String keys(TableRead what, List<String> key) {
    List<String> texts = key.stream().map(column -> text(what.table(), column)).toList();
    List<String> order = texts.stream().map(text -> "CAST(%s AS BINARY)".formatted(text)).toList();
    return "SELECT %s FROM %s%s ORDER BY %s"
        .formatted(
            String.join(", ", texts), name(what.table()), where(what), String.join(", ", order));
  }

  private static String text(SourceTable table, String column) {
    MysqlType type = (MysqlType) table.column(column).orElseThrow().kind();
    return TypeMapping.texts(type).of(identifier(column));
  }

  private static String where(TableRead what) {
    List<String> conditions = new ArrayList<>();
    what.range().ifPresent(range -> conditions.addAll(conditions(what.table(), range)));
    what.keys().ifPresent(keys -> conditions.addAll(conditions(what.table(), keys)));
    // On a line of its own, so that a comment at the condition's end ends there.
    what.where().ifPresent(condition -> conditions.add("(" + condition + "\n)"));
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  private static List<String> conditions(SourceTable table, CursorRange range) {
    SourceColumn cursor = table.cursor(range.column());
    CursorKind kind = cursor.kind().cursor().orElseThrow();
    String column = identifier(cursor.name());
    Optional<String> from = range.from().map(value -> column + " > " + literal(kind, value));
    List<String> conditions = new ArrayList<>(from.stream().toList());
    conditions.add(column + " <= " + literal(kind, range.to()));
    return conditions;
  }

  private static List<String> conditions(SourceTable table, KeyRange range) {
    List<KeySql> key = key(table, range);
    List<String> conditions = new ArrayList<>();
    range.after().ifPresent(after -> conditions.add(beyond(key, after, ">", ">")));
    range.upTo().ifPresent(upTo -> conditions.add(beyond(key, upTo, "<", "<=")));
    return conditions;
  }

  /**
   * Which rows lie on one side of a key. Its first column is compared by itself as well: the
   * servers find no range of an index by a comparison of rows, or by alternatives alone.
   */
  private static String beyond(List<KeySql> key, List<String> values, String side, String last) {
    List<String> alternatives = new ArrayList<>();
    StringBuilder equal = new StringBuilder();
    for (int index = 0; index < key.size(); index++) {
      String operand = key.get(index).operand();
      String literal = key.get(index).literal(values.get(index));
      String comparison = index == key.size() - 1 ? last : side;
      alternatives.add("(%s%s %s %s)".formatted(equal, operand, comparison, literal));
      equal.append("%s = %s AND ".formatted(operand, literal));
    }
    return "%s %s= %s AND (%s)"
        .formatted(
            key.get(0).operand(),
            side,
            key.get(0).literal(values.get(0)),
            String.join(" OR ", alternatives));
  }

  /** A cursor's value; the session's zone is UTC. */
  private static String literal(CursorKind kind, String value) {
    return switch (kind) {
      case INSTANT -> datetime(Instant.parse(value).atOffset(ZoneOffset.UTC).toLocalDateTime());
      case WALL_CLOCK -> datetime(LocalDateTime.parse(value));
      case DAY -> "DATE'%s'".formatted(LocalDate.parse(value));
    };
  }

  private static String datetime(LocalDateTime time) {
    return "TIMESTAMP'%s'".formatted(DATETIME.format(time));
  }
}

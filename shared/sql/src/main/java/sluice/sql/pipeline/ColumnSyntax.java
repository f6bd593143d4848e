package sluice.sql.pipeline;

import static sluice.RejectedException.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sluice.RejectedException;
import sluice.schema.Column;
import sluice.schema.Column.Mode;
import sluice.schema.ColumnType;

/**
 * Reads a column's type as GoogleSQL writes it, and {@code REQUIRED} behind it: {@code INT64
 * REQUIRED}, {@code ARRAY<STRUCT<city STRING, zip STRING>>}.
 */
final class ColumnSyntax {
  private static final Pattern TOKEN = Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_]*|\\S)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,299}");
  private static final String REMEDY =
      "Write a type, like INT64 REQUIRED, ARRAY<STRING> or STRUCT<city STRING, zip STRING>; inside {} put it into quotes.";

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private int next;

  private ColumnSyntax(String text) {
    this.text = text;
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(matcher.group(1));
    }
  }

  /**
   * The column of that name and that text.
   *
   * @throws RejectedException with a message that begins with a verb
   */
  static Column read(String name, String text) {
    require(
        NAME.matcher(name).matches(),
        "is no name of a column",
        "Write letters of a to z, digits and _, no digit first.");
    ColumnSyntax syntax = new ColumnSyntax(text);
    Column column = syntax.column(name);
    syntax.expect(syntax.next == syntax.tokens.size(), "'" + syntax.peek() + "' is too much");
    return column;
  }

  private Column column(String name) {
    Column column = type(name);
    if (!peek().equalsIgnoreCase("REQUIRED")) {
      return column;
    }
    next++;
    expect(column.mode() != Mode.REPEATED, "an array is never NULL, so it is not REQUIRED");
    return column.as(Mode.REQUIRED);
  }

  private Column type(String name) {
    String word = take();
    if (word.equalsIgnoreCase("ARRAY")) {
      return array(name);
    }
    ColumnType type = named(word);
    expect(!peek().equals("("), "a type's parameters are not kept; write " + type + " alone");
    return type == ColumnType.STRUCT ? Column.struct(name, fields()) : Column.of(name, type);
  }

  private Column array(String name) {
    take("<");
    Column element = type(name);
    take(">");
    expect(element.mode() != Mode.REPEATED, "BigQuery has no arrays of arrays");
    return element.as(Mode.REPEATED);
  }

  private List<Column> fields() {
    take("<");
    List<Column> fields = new ArrayList<>();
    do {
      String name = take();
      expect(NAME.matcher(name).matches(), "'" + name + "' is no name of a field");
      fields.add(column(name));
    } while (skip(","));
    take(">");
    return fields;
  }

  private ColumnType named(String word) {
    Optional<ColumnType> type = ColumnType.named(word);
    TreeSet<String> known = new TreeSet<>(List.of("ARRAY"));
    Arrays.stream(ColumnType.values()).map(Enum::name).forEach(known::add);
    return type.orElseThrow(
        () ->
            new RejectedException(
                "is '%s', and there is no type %s. %s"
                    .formatted(text, word.toUpperCase(Locale.ROOT), Nearest.remedy(word, known))));
  }

  private String peek() {
    return next < tokens.size() ? tokens.get(next) : "";
  }

  private String take() {
    expect(next < tokens.size(), "it ends too early");
    return tokens.get(next++);
  }

  private void take(String token) {
    expect(next < tokens.size(), "it ends before its '" + token + "'");
    expect(peek().equals(token), "'%s' stands where '%s' should".formatted(peek(), token));
    next++;
  }

  private boolean skip(String token) {
    boolean found = peek().equals(token);
    next += found ? 1 : 0;
    return found;
  }

  private void expect(boolean holds, String problem) {
    require(holds, "is '%s': %s".formatted(text, problem), REMEDY);
  }
}

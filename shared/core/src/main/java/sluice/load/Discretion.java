package sluice.load;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sluice.schema.Column;
import sluice.warehouse.Job;

/** Keeps what rows hold out of logs, and sensitive values out of whatever people are shown. */
final class Discretion {

  /** Where BigQuery's messages begin to quote a row. */
  private static final Pattern VALUE =
      Pattern.compile("['\"`\u2018\u201c]|\\bvalue\\b:?", Pattern.CASE_INSENSITIVE);

  private static final Pattern COLUMN = Pattern.compile("column_name: \"(\\w+)\"");
  private static final int MOST_SHOWN = 200;

  private final List<Column> columns;

  Discretion(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /**
   * What may be logged of BigQuery's message about what a job read: all of it up to the first value
   * of a row.
   */
  String loggable(String message) {
    Matcher named = COLUMN.matcher(message);
    String unquoted =
        named.replaceAll(
            found ->
                Matcher.quoteReplacement(
                    column(found.group(1)).isPresent()
                        ? "column_name: " + found.group(1)
                        : found.group()));
    Matcher value = VALUE.matcher(unquoted);
    return value.find() ? unquoted.substring(0, value.start()).stripTrailing() + " ..." : message;
  }

  /** What may be logged of a failure: its message, or the beginning of it. */
  String loggable(Job.Failure failure) {
    return failure.ofInput() ? loggable(failure.message()) : failure.message();
  }

  /** BigQuery's message as it may lie beside an object. */
  String showable(String message, Optional<String> column) {
    return isSecret(column) ? loggable(message) : message;
  }

  /** A text out of an object as it may lie beside it: cut, or masked. */
  String showable(String text, Optional<String> column, Part part) {
    boolean secret = part == Part.LINE ? isAnySecret() : isSecret(column);
    int characters = text.codePointCount(0, text.length());
    if (secret) {
      return "(masked: %d characters)".formatted(characters);
    }
    return characters <= MOST_SHOWN
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MOST_SHOWN)) + "...";
  }

  /** What a text out of an object is. */
  enum Part {
    FIELD,
    LINE
  }

  /** Whether a column's values are masked; of an unknown one, whether any column's are. */
  private boolean isSecret(Optional<String> column) {
    return column.flatMap(this::column).map(Column::isSensitive).orElseGet(this::isAnySecret);
  }

  private boolean isAnySecret() {
    return columns.stream().anyMatch(Column::isSensitive);
  }

  private Optional<Column> column(String name) {
    return columns.stream().filter(column -> column.name().equalsIgnoreCase(name)).findFirst();
  }
}

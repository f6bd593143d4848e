package sluice.load;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Where in a file BigQuery met an error, as far as its message says so.
 *
 * @param line from 1
 * @param column of the table
 * @param index of the column in the file, from 0
 * @param offset of the line's first byte in the unzipped file
 * @param type of the column, by its GoogleSQL name
 */
record Spot(
    Optional<Long> line,
    Optional<String> column,
    OptionalLong index,
    OptionalLong offset,
    Optional<String> type) {

  static final Spot UNKNOWN =
      new Spot(
          Optional.empty(),
          Optional.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          Optional.empty());

  private static final Pattern LINE = Pattern.compile("\\bline_number: (\\d{1,18})");
  private static final Pattern COLUMN =
      Pattern.compile("\\bcolumn_name: \"([^\"]+)\"|\\bField: (\\w+)");
  private static final Pattern INDEX = Pattern.compile("\\bcolumn_index: (\\d{1,9})");
  private static final Pattern OFFSET =
      Pattern.compile(
          "\\bbyte_offset_to_start_of_line: (\\d{1,18})|\\brow starting at position:? (\\d{1,18})");
  private static final Pattern TYPE = Pattern.compile("\\bcolumn_type: (\\w+)");

  /** Reads a message like {@code ...; line_number: 3 ... column_name: "amount" ...}. */
  static Spot in(String message) {
    return new Spot(
        first(LINE, message).map(Long::valueOf),
        first(COLUMN, message),
        number(INDEX, message),
        number(OFFSET, message),
        first(TYPE, message));
  }

  private static OptionalLong number(Pattern pattern, String message) {
    return first(pattern, message)
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }

  private static Optional<String> first(Pattern pattern, String message) {
    return pattern
        .matcher(message)
        .results()
        .findFirst()
        .map((MatchResult found) -> found.group(1) == null ? found.group(2) : found.group(1));
  }
}

package sluice.load;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Where in a file BigQuery met an error, as far as its message says so.
 *
 * @param line from 1
 * @param column of the table
 */
record Spot(Optional<Long> line, Optional<String> column) {

  static final Spot UNKNOWN = new Spot(Optional.empty(), Optional.empty());

  private static final Pattern LINE = Pattern.compile("\\bline_number: (\\d{1,18})");
  private static final Pattern COLUMN = Pattern.compile("\\bcolumn_name: \"([^\"]+)\"");

  /** Reads a message like {@code ...; line_number: 3 ... column_name: "amount" ...}. */
  static Spot in(String message) {
    return new Spot(first(LINE, message).map(Long::valueOf), first(COLUMN, message));
  }

  private static Optional<String> first(Pattern pattern, String message) {
    return pattern
        .matcher(message)
        .results()
        .findFirst()
        .map((MatchResult found) -> found.group(1));
  }
}

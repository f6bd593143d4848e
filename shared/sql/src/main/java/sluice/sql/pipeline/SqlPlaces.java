package sluice.sql.pipeline;

import java.util.stream.Collectors;
import sluice.sql.analysis.SqlException;

/** Says where in a file's SQL something is, and what the analyzer says of it. */
final class SqlPlaces {

  /** What the analyzer's wire format says of a tree that is too deep for it. */
  private static final String TOO_DEEP = "Failed to read message";

  private SqlPlaces() {}

  /** The line of a position, from 1. */
  static int line(String text, int position) {
    return 1 + (int) text.chars().limit(position).filter(c -> c == '\n').count();
  }

  /** The analyzer's own words, and where to look. */
  static String message(SqlException e) {
    if (e.reason().startsWith(TOO_DEEP)) {
      return "The query nests too deeply for the analyzer. Compute a part of it in a WITH clause.";
    }
    return "GoogleSQL says, at column %d: %s Correct the query there."
        .formatted(e.column(), sentence(e));
  }

  /**
   * The analyzer's own words as one sentence of one line, without the list of signatures that it
   * tried.
   */
  static String sentence(SqlException e) {
    String reason =
        e.reason()
            .lines()
            .map(String::strip)
            .takeWhile(line -> !line.startsWith("Signature:"))
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining("; "));
    return reason.endsWith("?") || reason.endsWith(".") ? reason : reason + ".";
  }
}

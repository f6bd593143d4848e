package sluice.load;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says in a sentence what BigQuery's message about a file means; holds nothing of the file. */
final class Explanation {

  private Explanation() {}

  /** What stands in messages, and what it means behind {@code Line 3}. */
  private static final List<Map.Entry<String, String>> MEANINGS =
      List.of(
          Map.entry("Too many values in line", "has more values than the table has columns"),
          Map.entry("but line contains only", "has fewer values than the table has columns"),
          Map.entry("Required column value", "has no value where one is REQUIRED"),
          Map.entry("Missing required field", "lacks a field that is REQUIRED"),
          Map.entry("Bad character (ASCII 0)", "holds a NUL character"),
          Map.entry("Missing close quote", "opens a quote that is never closed"),
          Map.entry("Data between close quote", "has text behind a closing quote"),
          Map.entry("No such field", "has a field that the table has not"),
          Map.entry("Parser terminated", "is not a whole JSON object"),
          Map.entry("Start of object expected", "is not a JSON object"));

  static String of(String message, Spot spot) {
    String where = spot.line().map(line -> "Line " + line).orElse("A row");
    String column = spot.column().map(name -> " in column " + name).orElse("");
    Optional<String> known =
        MEANINGS.stream()
            .filter(meaning -> message.contains(meaning.getKey()))
            .map(Map.Entry::getValue)
            .findFirst();
    if (known.isPresent()) {
      return where + " " + known.get() + column + ".";
    }
    if (spot.column().isPresent()) {
      return "%s has no %s%s.".formatted(where, spot.type().orElse("fitting value"), column);
    }
    return spot.line().isPresent() ? where + " cannot be read." : "BigQuery cannot read the file.";
  }
}

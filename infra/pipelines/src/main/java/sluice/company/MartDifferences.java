package sluice.company;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Says how the rows of marts differ, some rows of each, so that a person can look. */
final class MartDifferences {
  private static final int SHOWN = 5;

  private MartDifferences() {}

  static List<String> between(
      Map<String, List<String>> expected, Map<String, List<String>> actual) {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(expected)
        .forEach(
            (mart, rows) -> {
              List<String> found = actual.getOrDefault(mart, List.of());
              tell(lines, mart + " lacks", without(rows, found));
              tell(lines, mart + " has beyond what is expected", without(found, rows));
            });
    return lines;
  }

  private static void tell(List<String> lines, String what, List<String> rows) {
    rows.stream().limit(SHOWN).forEach(row -> lines.add(what + ": " + row));
    if (rows.size() > SHOWN) {
      lines.add("%s: %d rows more".formatted(what, rows.size() - SHOWN));
    }
  }

  /** The rows of one list that the other does not have, each as often as it is in excess. */
  private static List<String> without(List<String> rows, List<String> others) {
    Map<String, Integer> left = new HashMap<>();
    others.forEach(row -> left.merge(row, 1, Integer::sum));
    List<String> rest = new ArrayList<>();
    for (String row : rows) {
      if (left.merge(row, -1, Integer::sum) < 0) {
        rest.add(row);
      }
    }
    return rest;
  }
}

package sluice.local.sql;

import java.util.List;

/** What came of running a statement. */
record Outcome(Kind kind, List<String> rows, String message) {
  enum Kind {
    ROWS,
    ERROR,
    REFUSED,
    INVALID
  }

  static Outcome rows(List<String> rows) {
    return new Outcome(Kind.ROWS, rows, "");
  }

  static Outcome failed(Kind kind, String message) {
    return new Outcome(kind, List.of(), message);
  }

  /** Whether the same rows came, each number within two units in its last place. */
  boolean isWithinUlps(Outcome other) {
    List<String> left = values();
    List<String> right = other.values();
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      double a = Double.parseDouble(left.get(i));
      double b = Double.parseDouble(right.get(i));
      if (Math.abs(a - b) > 2 * Math.ulp(a)) {
        return false;
      }
    }
    return true;
  }

  private List<String> values() {
    return rows.stream().flatMap(row -> List.of(row.split(" \\| ")).stream()).toList();
  }

  @Override
  public String toString() {
    return kind == Kind.ROWS ? rows.toString() : kind + ": " + message;
  }
}

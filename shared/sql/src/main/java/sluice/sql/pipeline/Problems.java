package sluice.sql.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Gathers what is wrong with a pipeline, so that one run tells everything. */
final class Problems {
  private final SortedSet<Problem> found = new TreeSet<>();

  /**
   * Adds one.
   *
   * @param what begins with a verb where the place has keys: {@code is missing}; a whole sentence
   *     otherwise; a full stop is added where none is
   * @param remedy what to do, a sentence
   */
  void add(Place place, String what, String remedy) {
    add(place, what + (what.endsWith(".") || what.endsWith("?") ? " " : ". ") + remedy);
  }

  /** Adds one whose text already says what to do. */
  void add(Place place, String text) {
    String message = place.path().isEmpty() ? text : place.path() + " " + text;
    found.add(new Problem(place.file(), place.line(), message));
  }

  int count() {
    return found.size();
  }

  /** All of them, by file and line. */
  List<Problem> sorted() {
    return List.copyOf(new ArrayList<>(found));
  }
}

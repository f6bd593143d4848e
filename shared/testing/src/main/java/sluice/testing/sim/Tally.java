package sluice.testing.sim;

import java.util.Map;
import java.util.TreeMap;

/** How often what happened, by what it was. */
final class Tally {
  private final Map<String, Long> counts = new TreeMap<>();

  synchronized void count(String what) {
    counts.merge(what, 1L, Long::sum);
  }

  synchronized void add(Tally other) {
    other.counts().forEach((what, count) -> counts.merge(what, count, Long::sum));
  }

  synchronized Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }

  /** The sum of what begins like that. */
  long total(String beginning) {
    return counts().entrySet().stream()
        .filter(count -> count.getKey().startsWith(beginning))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}

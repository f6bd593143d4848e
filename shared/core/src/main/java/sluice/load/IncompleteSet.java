package sluice.load;

import java.time.Instant;
import java.util.List;

/**
 * Files that are not loaded since others are missing that belong to them.
 *
 * @param set its folder, or what the groups of its paths hold
 * @param since when its first file landed
 * @param missing files, or values of a group
 */
public record IncompleteSet(String set, Instant since, List<String> missing) {

  public IncompleteSet {
    missing = List.copyOf(missing);
  }

  /** What it waits for, as people read it. */
  @Override
  public String toString() {
    String name = set.isEmpty() ? "its own folder" : set;
    List<String> some = missing.subList(0, Math.min(missing.size(), 5));
    String more = missing.size() > 5 ? " and %d more".formatted(missing.size() - 5) : "";
    return "%s lacks %s%s".formatted(name, String.join(", ", some), more);
  }
}

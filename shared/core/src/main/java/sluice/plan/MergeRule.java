package sluice.plan;

import static sluice.RejectedException.require;

import java.util.List;
import java.util.Optional;

/**
 * How rows are merged into a table that holds one row for each key.
 *
 * @param key the columns that tell one row from another
 * @param orderBy of two rows of a key the one with the greater value stays; of equal ones the later
 *     one
 * @param delete a row is gone where this column is true, or, for a time, where it is not NULL
 */
public record MergeRule(List<String> key, Optional<String> orderBy, Optional<String> delete) {

  public MergeRule {
    key = List.copyOf(key);
    require(!key.isEmpty(), "key is empty", "Name the columns that tell one row from another.");
  }
}

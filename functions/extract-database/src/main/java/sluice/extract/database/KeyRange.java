package sluice.extract.database;

import java.util.List;
import java.util.Optional;

/**
 * Rows by their key, in the database's own order.
 *
 * @param key columns that are never NULL
 * @param after the key that rows come behind, as the database writes it; empty: from the first
 * @param upTo the key of the last row, itself included; empty: to the last
 */
public record KeyRange(
    List<String> key, Optional<List<String>> after, Optional<List<String>> upTo) {
  public KeyRange {
    key = List.copyOf(key);
    after = after.map(List::copyOf);
    upTo = upTo.map(List::copyOf);
  }

  /** Whether no row is left out. */
  public boolean isAll() {
    return after.isEmpty() && upTo.isEmpty();
  }
}

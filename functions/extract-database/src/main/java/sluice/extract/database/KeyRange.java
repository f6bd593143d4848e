package sluice.extract.database;

import java.util.List;
import java.util.Optional;

/**
 * Rows in the order of their key, from behind one on.
 *
 * @param key the table's key, in order
 * @param after the key of the last row that was read, as text; empty: from the first
 * @param most how many rows to read
 */
public record KeyRange(List<String> key, Optional<List<String>> after, long most) {
  public KeyRange {
    key = List.copyOf(key);
    after = after.map(List::copyOf);
  }
}

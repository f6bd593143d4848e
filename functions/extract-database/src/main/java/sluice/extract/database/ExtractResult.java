package sluice.extract.database;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a read gave.
 *
 * @param parts by number
 * @param notes what was not taken over as it stood, by column and reason, like {@code valid_to:
 *     infinity -> NULL}, with how many values
 */
public record ExtractResult(List<Part> parts, long rows, SortedMap<String, Long> notes) {

  public ExtractResult {
    parts = List.copyOf(parts);
    notes = Collections.unmodifiableSortedMap(new TreeMap<>(notes));
  }
}

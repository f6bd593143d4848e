package sluice.extract.database;

import java.util.EnumMap;
import java.util.Map;

/** Counts one column's losses. Not safe for use by several threads. */
public final class Losses {
  private final Map<Loss, Long> counts = new EnumMap<>(Loss.class);

  /** Counts one; false, so that a decoder can return it. */
  public boolean count(Loss loss) {
    counts.merge(loss, 1L, Long::sum);
    return false;
  }

  /** How often each was counted, of those that were. */
  public Map<Loss, Long> counts() {
    return counts;
  }
}

package sluice.extract;

import java.util.Iterator;
import java.util.List;
import sluice.plan.LandingTable;

/** The keys that a table holds. */
public interface LoadedKeys {

  /**
   * Each key of a table once, as texts, in the order of those texts' UTF-8; those that are deleted
   * aside.
   *
   * @param key the columns of the key
   */
  Iterator<List<String>> of(LandingTable table, List<String> key);
}

package sluice.plan;

/** What a load does to the rows that are already there. */
public enum WriteMode {
  /** Adds to them. */
  APPEND,
  /** Takes their place. */
  REPLACE,
  /** Takes the place of those of one partition, and leaves the other partitions alone. */
  REPLACE_PARTITION,
  /** Takes the place of the row with the same key, where there is one; see {@link MergeRule}. */
  MERGE
}

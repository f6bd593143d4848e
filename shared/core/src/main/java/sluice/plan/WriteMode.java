package sluice.plan;

/** What a load does to the rows that are already there. */
public enum WriteMode {
  /** Adds to them. */
  APPEND,
  /** Takes their place. */
  REPLACE
}

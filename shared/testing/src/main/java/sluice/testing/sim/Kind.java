package sluice.testing.sim;

/**
 * A kind of trouble that a run may have; each seed leaves some out, so that others are seen apart.
 */
enum Kind {
  /** A caller ends before or after a call of a port. */
  KILL,
  /** A call has its effect and ends as unavailable. */
  LOST_ANSWER,
  /** A call has no effect and ends with 429, 500 or 503. */
  UNAVAILABLE,
  /** A caller stands still for long, and goes on with what it knew. */
  HELD_UP,
  /** An event never comes. */
  LOST_EVENT,
  /** An event comes again. */
  REPEATED_EVENT,
  /** Events are delivered in another order than they were sent. */
  REORDERED_EVENTS,
  /** A landed file is written over. */
  OVERWRITE,
  /** A landed file is taken away. */
  TAKEN_AWAY,
  /** A file is empty at first, and has its rows a while after. */
  ZERO_BYTES_FIRST,
  /** A file that its writer keeps for itself, like {@code _SUCCESS}. */
  HIDDEN_FILE,
  /** A file is no rows. */
  BAD_FILE,
  /** A job fails with one of BigQuery's reasons. */
  FAILED_JOB,
  /** Rows come that a check refuses. */
  FAILED_CHECK,
  /** The definition of a transform changes. */
  CHANGED_PLAN,
  /** A source is read, by calls that may overlap. */
  EXTRACT,
  /** A table that is read whole has no row for a while. */
  EMPTY_SNAPSHOT,
  /** Rows come that are merged by key, older ones and deletions among them. */
  MERGED_ROWS,
  /** Sets of files come that take the place of partitions. */
  PARTITION_SETS,
  /** The clocks of functions' instances disagree by minutes. */
  CLOCK_SKEW,
  /** A table may have so few jobs a day that the governor holds them back. */
  FEW_JOBS,
  /** Hours and days go by. */
  LONG_TIMES;

  /** In how many of six runs it may happen; days of few jobs take long to simulate. */
  int inSix() {
    return this == FEW_JOBS ? 1 : 4;
  }
}

package sluice.plan;

/** What becomes of a file whose columns are not the table's. */
public enum Contract {
  /** New columns are added, and REQUIRED ones relax; a type never changes. */
  EVOLVE,
  /** Nothing changes: the file is not loaded. */
  FREEZE
}

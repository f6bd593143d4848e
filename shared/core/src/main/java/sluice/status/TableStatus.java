package sluice.status;

import java.time.Instant;
import java.util.Optional;
import sluice.schema.TableId;

/**
 * Where one table stands.
 *
 * @param changedAt when it got its present version; empty for a table that was never made
 * @param waiting how many landing objects wait for a batch
 * @param reason why it failed, or what its files wait for
 * @param quarantined how many objects lie in its quarantine
 * @param skippedRows how many bad rows its loads have left out
 */
public record TableStatus(
    TableId table,
    Stage stage,
    Optional<Instant> changedAt,
    int waiting,
    Optional<String> reason,
    int quarantined,
    long skippedRows) {

  /** A table of which nothing was put aside. */
  public TableStatus(
      TableId table,
      Stage stage,
      Optional<Instant> changedAt,
      int waiting,
      Optional<String> reason) {
    this(table, stage, changedAt, waiting, reason, 0, 0);
  }

  /** What a table is doing. */
  public enum Stage {
    /** It holds all that has landed, or is built from what its inputs are now. */
    CURRENT,
    /** A job makes it, or soon will. */
    MOVING,
    /** Nothing has landed for it, or for what it reads. */
    WAITING,
    /** Its last build failed; readers keep the one before. */
    FAILED
  }
}

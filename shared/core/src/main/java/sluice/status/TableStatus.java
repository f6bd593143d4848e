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
 */
public record TableStatus(
    TableId table, Stage stage, Optional<Instant> changedAt, int waiting, Optional<String> reason) {

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

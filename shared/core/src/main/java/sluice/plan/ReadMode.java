package sluice.plan;

import static sluice.RejectedException.require;

import java.time.Duration;

/** How much of a source table one extract reads. */
public sealed interface ReadMode {

  /** Every row, every time; replaces the table. */
  record Snapshot() implements ReadMode {}

  /** The rows past the watermark, and {@code overlap} behind it for rows that commit late. */
  record Incremental(String cursor, Duration overlap) implements ReadMode {
    public Incremental {
      require(
          !cursor.isBlank(), "cursor is blank", "Name a column that only grows, like updated_at.");
      require(!overlap.isNegative(), "overlap is " + overlap, "Write how long, like PT1H.");
    }
  }
}

package sluice.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many jobs have modified a table lately, failed ones included: what BigQuery's daily limit
 * counts. They are noted in quarters of an hour, when the work they were made for is closed, so
 * that none is forgotten before it has left the window.
 *
 * @param counts jobs by the quarter of an hour in which they were noted
 * @param last when a job was last noted
 * @param heldUntil until when the next job is held back, as people were told
 */
public record Modifications(
    Map<Instant, Integer> counts, Optional<Instant> last, Optional<Instant> heldUntil) {

  /** A table that no job has modified. */
  public static final Modifications NONE =
      new Modifications(Map.of(), Optional.empty(), Optional.empty());

  /** How finely jobs are noted. */
  public static final Duration STEP = Duration.ofMinutes(15);

  /**
   * How long a job counts: the 24 hours of BigQuery's limit, and a step more for callers whose
   * clocks do not agree.
   */
  private static final Duration WINDOW = Duration.ofHours(24).plus(STEP);

  public Modifications {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  /** From when on a job still counts. */
  public static Instant since(Instant now) {
    return now.minus(WINDOW);
  }

  /** How many jobs count; those of a step do while any moment of it does. */
  public int lately(Instant now) {
    return counted(now).values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The same, with more jobs, and nothing held back; those that count no more are forgotten. */
  public Modifications with(int jobs, Instant now) {
    if (jobs == 0) {
      return new Modifications(counts, last, Optional.empty());
    }
    // A caller whose clock is behind notes into the newest step, never into one that ends sooner.
    Instant at = last.filter(now::isBefore).orElse(now);
    SortedMap<Instant, Integer> next = new TreeMap<>(counted(at));
    next.merge(step(at), jobs, Integer::sum);
    return new Modifications(next, Optional.of(at), Optional.empty());
  }

  /** The same, held back until then. */
  public Modifications heldBack(Instant until) {
    return new Modifications(counts, last, Optional.of(until));
  }

  /** Whether people were told that the next job is held back. */
  public boolean isHeldBack(Instant now) {
    return heldUntil.filter(now::isBefore).isPresent();
  }

  private SortedMap<Instant, Integer> counted(Instant now) {
    return new TreeMap<>(counts).tailMap(step(since(now)));
  }

  private static Instant step(Instant at) {
    return Instant.ofEpochSecond(
        Math.floorDiv(at.getEpochSecond(), STEP.toSeconds()) * STEP.toSeconds());
  }
}

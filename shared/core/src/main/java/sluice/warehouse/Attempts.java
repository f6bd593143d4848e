package sluice.warehouse;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The attempts at one piece of work. Each has an id of its own, since a failed id is burned; the
 * next one is made only when the one before is done with a reason that passes. So at most one of
 * them succeeds, however many callers look.
 *
 * @param base the id without its attempt: what the work is, by what it consumes
 * @param number of the last attempt that was submitted, or of the first to submit
 * @param job the last attempt, if any was submitted
 */
public record Attempts(String base, int number, Optional<Job> job) {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

  /** Looks the attempts up, from the first one to the last. */
  public static Attempts of(String base, Warehouse warehouse) {
    Optional<Job> last = Optional.empty();
    for (int number = 0; ; number++) {
      Optional<Job> job = warehouse.find(id(base, number));
      if (job.isEmpty()) {
        return new Attempts(base, Math.max(0, number - 1), last);
      }
      last = job;
      if (job.get().failure().isEmpty()) {
        return new Attempts(base, number, job);
      }
    }
  }

  /** The id of the last attempt, or of the first to submit. */
  public String id() {
    return id(base, number);
  }

  /** The attempt after this one. */
  public String nextId() {
    return id(base, job.isEmpty() ? 0 : number + 1);
  }

  /** Whether the last attempt ended and did its work. */
  public boolean succeeded() {
    return job.filter(Job::succeeded).isPresent();
  }

  /** Whether the last attempt has not ended. */
  public boolean running() {
    return job.filter(last -> last.state() != Job.State.DONE).isPresent();
  }

  /** How many were submitted. */
  public int made() {
    return job.isEmpty() ? 0 : number + 1;
  }

  /**
   * How many of them ended at or after a moment, or have not ended: at most that many, since each
   * waited for the pause after the one before.
   */
  public int madeSince(Instant since) {
    Optional<Instant> ended = job.flatMap(Job::endedAt);
    if (ended.isEmpty()) {
      return made();
    }
    int count = 0;
    Instant latest = ended.get();
    for (int at = number; at >= 0 && !latest.isBefore(since); at--) {
      count++;
      latest = latest.minus(pause(at - 1));
    }
    return count;
  }

  /** Why the last attempt failed, if it did. */
  public Optional<Job.Failure> failure() {
    return job.flatMap(Job::failure);
  }

  /** When the next attempt may be made: at once, or a while after the last failure. */
  public Instant notBefore() {
    return job.flatMap(Job::endedAt).map(ended -> ended.plus(pause(number))).orElse(Instant.EPOCH);
  }

  /** The least time between the end of an attempt and the next one. */
  private static Duration pause(int attempt) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.max(0, Math.min(attempt, 20)));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  private static String id(String base, int number) {
    return base + "_" + number;
  }
}

package sluice.governor;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToIntFunction;
import sluice.state.Modifications;
import sluice.warehouse.Attempts;

/**
 * Spreads a table's modifications over the day. While few were made the next one may follow at
 * once; beyond a quarter of the limit a gap grows with their square; an endless stream settles
 * where the gap is what {@link #SETTLED} of the limit leaves between two. What is above {@link
 * #NEW_WORK} is kept for work that failed and is tried again, and nothing goes beyond the limit.
 */
public final class Governor {

  /**
   * The most modifications of one table in any 24 hours: BigQuery allows 1,500, of load, copy and
   * query jobs together, failed ones included.
   */
  public static final int MOST_A_DAY = 1_499;

  /** Up to here there is no gap. */
  private static final double FREE = 0.25;

  /** Where an endless stream settles. */
  private static final double SETTLED = 0.8;

  /** From here on only what failed is tried again. */
  private static final double NEW_WORK = 0.9;

  private static final Duration DAY = Duration.ofDays(1);

  private Governor() {}

  /**
   * What holds a job back.
   *
   * @param until when it may be made, if nothing else happens
   * @param used how many jobs count now
   * @param limit how many may
   */
  public record Hold(Instant until, int used, int limit) {

    /** Whether the limit leaves nothing, and not just a gap. */
    public boolean spent() {
      return used >= newWork(limit);
    }
  }

  /** What holds back a job for new work, if something does. */
  public static Optional<Hold> beforeNew(Modifications noted, int limit, Instant now) {
    int used = noted.lately(now);
    // Who noted the last job may have a clock that is ahead: the gap is from now on then.
    Instant spaced =
        noted
            .last()
            .map(last -> (last.isAfter(now) ? now : last).plus(gap(used, limit)))
            .orElse(Instant.MIN);
    Instant left = whenBelow(newWork(limit), noted::lately, now);
    Instant until = spaced.isAfter(left) ? spaced : left;
    return until.isAfter(now) ? Optional.of(new Hold(until, used, limit)) : Optional.empty();
  }

  /**
   * What holds back the next attempt at work that is under way, if something does.
   *
   * @param attempts those made; they are not noted before the work is closed
   */
  public static Optional<Hold> beforeAttempt(
      Modifications noted, Attempts attempts, int limit, Instant now) {
    ToIntFunction<Instant> used =
        at -> noted.lately(at) + attempts.madeSince(Modifications.since(at));
    Instant left = whenBelow(limit, used, now);
    return left.isAfter(now)
        ? Optional.of(new Hold(left, used.applyAsInt(now), limit))
        : Optional.empty();
  }

  /** How long after the last job the next one may follow. */
  static Duration gap(int used, int limit) {
    double share = (double) used / limit;
    double beyond = Math.max(0, share - FREE) / (SETTLED - FREE);
    double gap = DAY.toMillis() / (limit * SETTLED) * beyond * beyond;
    return Duration.ofMillis((long) Math.min(gap, (double) DAY.toMillis()));
  }

  private static int newWork(int limit) {
    return Math.max(1, (int) (limit * NEW_WORK));
  }

  /** The first moment, to a step, from now on at which fewer count. */
  private static Instant whenBelow(int most, ToIntFunction<Instant> used, Instant now) {
    Instant at = now;
    while (used.applyAsInt(at) >= most) {
      at = at.plus(Modifications.STEP);
    }
    return at;
  }
}

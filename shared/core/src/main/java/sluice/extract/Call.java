package sluice.extract;

import static sluice.RejectedException.require;

import java.time.Duration;
import java.time.Instant;

/**
 * The time that one call of a function has.
 *
 * @param until when it must come to an end by itself, well before the platform ends it
 */
public record Call(Instant began, Instant until) {

  /** What is begun in the first part of a call, one fifth, has about all of it. */
  private static final int FIRST_PART = 5;

  public Call {
    require(until.isAfter(began), "a call has no time", "Give it some, like PT25M.");
  }

  /** A call that begins now. */
  public static Call of(Instant now, Duration time) {
    return new Call(now, now.plus(time));
  }

  /** Whether nothing more may be begun. */
  public boolean isOver(Instant now) {
    return !now.isBefore(until);
  }

  /** Whether what begins now has about the whole of the call for itself. */
  public boolean isFresh(Instant now) {
    return !now.isAfter(began.plus(Duration.between(began, until).dividedBy(FIRST_PART)));
  }
}

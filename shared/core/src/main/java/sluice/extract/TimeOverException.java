package sluice.extract;

import sluice.UnavailableException;
import sluice.plan.LandingTable;

/** A call's time is over before its work is; the next call does the rest. */
public final class TimeOverException extends UnavailableException {
  private static final long serialVersionUID = 1;

  private TimeOverException(String message) {
    super(message);
  }

  /** Nothing of a table was read. */
  public static TimeOverException before(LandingTable table) {
    return new TimeOverException(
        "The call's time is over. %s is left to the next one.".formatted(table.id()));
  }

  /** Some of a table was read. */
  static TimeOverException within(LandingTable table) {
    return new TimeOverException(
        "The call's time is over before %s is read to its end. The next call reads on."
            .formatted(table.id()));
  }
}

package sluice.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is told to go on. */
public final class ManualClock implements InstantSource {
  private Instant now;

  public ManualClock(Instant now) {
    this.now = now;
  }

  /** At noon of an ordinary day. */
  public static ManualClock atNoon() {
    return new ManualClock(Instant.parse("2026-03-02T12:00:00Z"));
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /** Goes on by that much. */
  public synchronized void advance(Duration by) {
    now = now.plus(by);
  }
}

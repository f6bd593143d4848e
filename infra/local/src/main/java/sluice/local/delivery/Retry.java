package sluice.local.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * When a failed delivery is tried again: exponential backoff, until it was tried {@code
 * maxAttempts} times or its {@code window} has passed.
 */
public record Retry(
    Duration minBackoff, Duration maxBackoff, OptionalInt maxAttempts, Optional<Duration> window) {

  /** Without end. */
  public static Retry forever(Duration minBackoff, Duration maxBackoff) {
    return new Retry(minBackoff, maxBackoff, OptionalInt.empty(), Optional.empty());
  }

  /** The next attempt after {@code failed} ones; empty when there shall be none. */
  public Optional<Instant> next(int failed, Instant accepted, Instant now) {
    Instant next = now.plus(backoff(failed));
    boolean spent = maxAttempts.isPresent() && failed >= maxAttempts.getAsInt();
    boolean late = window.isPresent() && !now.isBefore(accepted.plus(window.get()));
    return spent || late ? Optional.empty() : Optional.of(next);
  }

  private Duration backoff(int failed) {
    Duration backoff = minBackoff;
    for (int i = 1; i < failed && backoff.compareTo(maxBackoff) < 0; i++) {
      backoff = backoff.multipliedBy(2);
    }
    return backoff.compareTo(maxBackoff) < 0 ? backoff : maxBackoff;
  }
}

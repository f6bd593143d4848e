package sluice.plan;

import java.time.Duration;
import java.util.Optional;

/**
 * When a transform that could run does run.
 *
 * @param atMostEvery the least time between two builds
 */
public record Refresh(Trigger trigger, Optional<Duration> atMostEvery) {

  /** Which of its inputs must have moved since the last build. */
  public enum Trigger {
    ANY,
    ALL
  }
}

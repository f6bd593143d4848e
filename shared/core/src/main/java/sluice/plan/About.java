package sluice.plan;

import java.time.Duration;
import java.util.Optional;

/**
 * What people are told of a table.
 *
 * @param freshness how old the table may become before somebody is told
 */
public record About(
    Optional<String> description, Optional<String> owner, Optional<Duration> freshness) {

  /** Nothing is said. */
  public static final About NOTHING =
      new About(Optional.empty(), Optional.empty(), Optional.empty());
}

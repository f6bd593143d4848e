package sluice.plan;

import java.util.Optional;

/**
 * Where rows come from.
 *
 * @param connection the environment variable that holds the address, for a source that is called
 * @param schedule when it is read, for a source that is called
 */
public record Source(
    String name, Kind kind, Optional<String> connection, Optional<Schedule> schedule) {

  /** What kind of system it is. */
  public enum Kind {
    /** A PostgreSQL database. */
    POSTGRESQL,
    /** Files that somebody puts into the landing bucket. */
    FILES,
    /** Objects that somebody hands over in an S3 bucket of theirs. */
    S3
  }
}

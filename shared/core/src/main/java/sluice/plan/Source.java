package sluice.plan;

import java.util.Optional;

/**
 * Where rows come from.
 *
 * @param connection the environment variable that holds the address, for a source that is called
 * @param schedule when it is read, for a source that is called
 * @param tables those that flow without being named
 */
public record Source(
    String name,
    Kind kind,
    Optional<String> connection,
    Optional<Schedule> schedule,
    Optional<TablePatterns> tables) {

  /** A source of which only the tables flow that the plan names. */
  public Source(String name, Kind kind, Optional<String> connection, Optional<Schedule> schedule) {
    this(name, kind, connection, schedule, Optional.empty());
  }

  /** The same source, with tables that flow by themselves. */
  public Source taking(Optional<TablePatterns> others) {
    return new Source(name, kind, connection, schedule, others);
  }

  /** What kind of system it is. */
  public enum Kind {
    /** A PostgreSQL database. */
    POSTGRESQL,
    /** A MySQL or MariaDB database. */
    MYSQL,
    /** Files that somebody puts into the landing bucket. */
    FILES,
    /** Objects that somebody hands over in an S3 bucket of theirs. */
    S3;

    /** Whether its tables are read by statements. */
    public boolean isDatabase() {
      return this == POSTGRESQL || this == MYSQL;
    }
  }
}

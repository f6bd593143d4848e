package sluice.functions.extract.database;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import sluice.extract.SourceReader;
import sluice.extract.database.DatabaseReader;
import sluice.extract.database.Pseudonyms;
import sluice.plan.Source;

/** Opens databases, whose addresses lie in the function's environment. */
final class DatabaseReaders implements SourceReader.Opener {

  private static final String HASH_KEY = "SLUICE_HASH_KEY";

  private final Map<String, String> environment;
  private final InstantSource clock;

  DatabaseReaders(Map<String, String> environment, InstantSource clock) {
    this.environment = Map.copyOf(environment);
    this.clock = clock;
  }

  @Override
  public SourceReader open(Source source) {
    return new DatabaseReader(
        Databases.open(source, environment),
        clock,
        Optional.ofNullable(environment.get(HASH_KEY))
            .filter(key -> !key.isBlank())
            .map(Pseudonyms::new),
        duration -> LockSupport.parkNanos(duration.toNanos()));
  }
}

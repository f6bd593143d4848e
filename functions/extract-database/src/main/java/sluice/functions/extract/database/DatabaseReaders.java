package sluice.functions.extract.database;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.extract.SourceReader;
import sluice.extract.database.Database;
import sluice.extract.database.DatabaseReader;
import sluice.extract.database.Pseudonyms;
import sluice.plan.Source;

/** Opens databases, whose addresses lie in the function's environment. */
final class DatabaseReaders implements SourceReader.Opener {

  private static final Logger log = LoggerFactory.getLogger(DatabaseReaders.class);

  private static final String HASH_KEY = "SLUICE_HASH_KEY";

  private final Map<String, String> environment;
  private final InstantSource clock;

  DatabaseReaders(Map<String, String> environment, InstantSource clock) {
    this.environment = Map.copyOf(environment);
    this.clock = clock;
  }

  @Override
  public SourceReader open(Source source) {
    Database database = Databases.open(source, environment);
    database.exposed().ifPresent(warning -> warn(source, warning));
    return new DatabaseReader(
        database,
        clock,
        Optional.ofNullable(environment.get(HASH_KEY))
            .filter(key -> !key.isBlank())
            .map(Pseudonyms::new),
        duration -> LockSupport.parkNanos(duration.toNanos()));
  }

  private static void warn(Source source, String warning) {
    log.atWarn()
        .addKeyValue("event", "extract.exposed")
        .addKeyValue("source", source.name())
        .log("{}", warning);
  }
}

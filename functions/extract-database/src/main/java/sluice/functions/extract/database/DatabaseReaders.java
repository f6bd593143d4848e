package sluice.functions.extract.database;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import sluice.RejectedException;
import sluice.extract.SourceReader;
import sluice.extract.database.Database;
import sluice.extract.database.DatabaseReader;
import sluice.extract.database.Pseudonyms;
import sluice.extract.database.SourceOptions;
import sluice.extract.postgresql.PostgresDatabase;
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
        database(source),
        clock,
        Optional.ofNullable(environment.get(HASH_KEY))
            .filter(key -> !key.isBlank())
            .map(Pseudonyms::new),
        duration -> LockSupport.parkNanos(duration.toNanos()));
  }

  private Database database(Source source) {
    SourceOptions options = SourceOptions.defaults();
    return switch (source.kind()) {
      case POSTGRESQL ->
          PostgresDatabase.open(url(source), Optional.empty(), Optional.empty(), options);
      case FILES ->
          throw new RejectedException(
              "Source %s is no database. Call the function that reads it."
                  .formatted(source.name()));
    };
  }

  private String url(Source source) {
    String variable =
        source
            .connection()
            .orElseThrow(
                () ->
                    new RejectedException(
                        "Source %s has no connection. Write one, like connection: EC_DATABASE."
                            .formatted(source.name())));
    return Optional.ofNullable(environment.get(variable))
        .orElseThrow(
            () ->
                new RejectedException(
                    "%s is not set in the function's environment. Put the JDBC URL of source %s"
                            .formatted(variable, source.name())
                        + " into the secret of that name, and deploy."));
  }
}

package sluice.functions.extract.database;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import sluice.RejectedException;
import sluice.extract.SourceReader;
import sluice.extract.database.PostgresSource;
import sluice.extract.database.SourceOptions;
import sluice.plan.Source;

/** Opens PostgreSQL sources, whose addresses lie in the function's environment. */
final class PostgresReaders implements SourceReader.Opener {

  private final Map<String, String> environment;
  private final InstantSource clock;

  PostgresReaders(Map<String, String> environment, InstantSource clock) {
    this.environment = Map.copyOf(environment);
    this.clock = clock;
  }

  @Override
  public SourceReader open(Source source) {
    String variable =
        source
            .connection()
            .filter(name -> source.kind() == Source.Kind.POSTGRESQL)
            .orElseThrow(
                () ->
                    new RejectedException(
                        "Source %s is no database. Call the function that reads it."
                            .formatted(source.name())));
    String url =
        Optional.ofNullable(environment.get(variable))
            .orElseThrow(
                () ->
                    new RejectedException(
                        "%s is not set in the function's environment. Put the JDBC URL of source %s"
                                .formatted(variable, source.name())
                            + " into the secret of that name, and deploy."));
    return new PostgresReader(
        PostgresSource.open(url, Optional.empty(), Optional.empty(), SourceOptions.defaults()),
        clock);
  }
}

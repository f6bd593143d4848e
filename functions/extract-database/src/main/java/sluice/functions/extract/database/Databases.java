package sluice.functions.extract.database;

import java.util.Map;
import java.util.Optional;
import sluice.RejectedException;
import sluice.extract.database.Database;
import sluice.extract.database.SourceOptions;
import sluice.extract.mysql.MysqlDatabase;
import sluice.extract.postgresql.PostgresDatabase;
import sluice.plan.Source;

/** The kinds of databases, and where their addresses are. */
final class Databases {

  private Databases() {}

  static Database open(Source source, Map<String, String> environment) {
    SourceOptions options = SourceOptions.defaults();
    return switch (source.kind()) {
      case POSTGRESQL ->
          PostgresDatabase.open(
              url(source, environment), Optional.empty(), Optional.empty(), options);
      case MYSQL ->
          MysqlDatabase.open(url(source, environment), Optional.empty(), Optional.empty(), options);
      case FILES, S3 ->
          throw new RejectedException(
              "Source %s is no database. Call the function that reads it."
                  .formatted(source.name()));
    };
  }

  private static String url(Source source, Map<String, String> environment) {
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
                    "%s is not set in the environment. Put the JDBC URL of source %s"
                            .formatted(variable, source.name())
                        + " there; for the function, into the secret of that name, and deploy."));
  }
}

package sluice.local.bigquery.jobs;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import sluice.local.bigquery.load.SchemaEvolution.MissingColumns;
import sluice.local.bigquery.load.SchemaEvolution.UnknownColumns;
import sluice.local.bigquery.store.Catalog;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.OutdatedRead;
import sluice.local.bigquery.store.Refusal;
import sluice.local.bigquery.store.Schemas;
import sluice.local.bigquery.store.StoredTable;
import sluice.local.bigquery.store.Transaction;
import sluice.local.sql.DuckTypes;
import sluice.local.sql.Translated;
import sluice.schema.Column;
import sluice.schema.TableId;

/** A query job: SELECT into a table, DML and DDL. */
final class QueryWork implements Work {

  private final Catalog catalog;
  private final Sql sql;
  private final Job job;
  private final JsonObject configuration;
  private final ExternalTables external;
  private Optional<Translated> translated;
  private long version;

  QueryWork(Catalog catalog, Job job, ExternalTables external) {
    this.catalog = catalog;
    this.job = job;
    this.external = external;
    this.configuration = external.redirected(job.configuration().deepCopy());
    this.sql =
        new Sql(
            catalog.project(),
            job.key().location(),
            configuration,
            Json.text(job.resource(), "user_email").orElse(""));
    this.version = catalog.version();
    // Which columns external tables have is known once they are read.
    this.translated =
        external.isEmpty()
            ? Optional.of(sql.translate(catalog, Sql.tables(catalog::table)))
            : Optional.empty();
  }

  @Override
  public Optional<TableId> target() {
    return translated
        .filter(statement -> !(statement instanceof Translated.Query))
        .map(StatementTargets::of)
        .orElseGet(job::destination);
  }

  @Override
  public Outcome run(Transaction transaction, Cancellation cancellation) throws SQLException {
    if (!external.isEmpty()) {
      external.read(transaction, cancellation);
    }
    if (catalog.version() != version || translated.isEmpty()) {
      version = catalog.version();
      translated =
          Optional.of(sql.translate(catalog, external.and(Sql.tables(transaction::table))));
    }
    Outcome outcome = run(translated.get(), transaction, cancellation);
    external.drop(transaction);
    return outcome;
  }

  private Outcome run(Translated statement, Transaction transaction, Cancellation cancellation)
      throws SQLException {
    try {
      JsonObject statistics = QueryStatistics.of(catalog, statement);
      if (statement instanceof Translated.Query query) {
        return selected(transaction, query, statistics, cancellation);
      }
      if (statement instanceof Translated.Dml dml) {
        DmlRun.run(transaction, dml, statistics, cancellation);
      } else {
        new DdlRun(catalog, transaction, cancellation).run(statement, statistics);
      }
      return new Outcome(QueryStatistics.wrapped(statistics), List.of(), Optional.empty());
    } catch (SQLException e) {
      boolean outdated = catalog.version() != version && isAboutNames(e);
      throw outdated ? new OutdatedRead(e) : Sql.refusal(e);
    }
  }

  private static boolean isAboutNames(SQLException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith("Binder Error") || message.startsWith("Catalog Error");
  }

  private Outcome selected(
      Transaction transaction,
      Translated.Query query,
      JsonObject statistics,
      Cancellation cancellation)
      throws SQLException {
    statistics.add("schema", Schemas.schema(query.schema()));
    if (job.destination().isEmpty()) {
      StoredTable anonymous = AnonymousTables.create(catalog, transaction, job, query.schema());
      execute(
          transaction,
          "INSERT INTO %s %s".formatted(DuckTypes.quoted(anonymous.id()), query.duckSql()),
          cancellation);
      JsonObject reference = anonymous.resource().getAsJsonObject("tableReference");
      return new Outcome(
          QueryStatistics.wrapped(statistics), List.of(), Optional.of(reference.deepCopy()));
    }
    Destination destination = Destination.of(configuration.getAsJsonObject("destinationTable"));
    TableWriter writer =
        new TableWriter(catalog, transaction, configuration, destination, "WRITE_EMPTY");
    String rows = query.duckSql();
    if (transaction.table(destination.table()).isPresent()) {
      // What is about to be emptied may be what the query reads, perhaps through a view.
      execute(transaction, "CREATE OR REPLACE TEMP TABLE \"$result\" AS " + rows, cancellation);
      rows = "SELECT * FROM \"$result\"";
    }
    TableWriter.Ready ready =
        writer.prepare(
            Optional.of(query.schema()), MissingColumns.NULL, UnknownColumns.ADDED_OR_REFUSED);
    insert(transaction, writer, ready.table(), query.schema(), rows, cancellation);
    writer.finish(ready);
    transaction.execute("DROP TABLE IF EXISTS temp.\"$result\"");
    return Outcome.of(QueryStatistics.wrapped(statistics));
  }

  private void insert(
      Transaction transaction,
      TableWriter writer,
      StoredTable table,
      List<Column> columns,
      String rows,
      Cancellation cancellation)
      throws SQLException {
    String names =
        columns.stream()
            .map(column -> DuckTypes.quoted(column.name()))
            .collect(Collectors.joining(", "));
    Optional<OffsetDateTime> time =
        table.ingestionTimePartitioned()
            ? writer.partitionTime(table, catalog.now())
            : Optional.empty();
    execute(
        transaction,
        "INSERT INTO %s (%s%s) SELECT %s%s FROM (%s)"
            .formatted(
                DuckTypes.quoted(table.id()),
                time.map(at -> DuckTypes.PARTITION_TIME + ", ").orElse(""),
                names,
                time.map(at -> "TIMESTAMPTZ '" + at + "', ").orElse(""),
                names,
                rows),
        cancellation);
  }

  static long execute(Transaction transaction, String sql, Cancellation cancellation)
      throws SQLException {
    try (PreparedStatement statement = transaction.connection().prepareStatement(sql)) {
      cancellation.covers(statement);
      statement.execute();
      return Math.max(0, statement.getLargeUpdateCount());
    } finally {
      cancellation.uncover();
    }
  }

  /** A dry run's job: DONE, with the schema, and kept nowhere. */
  static Job dryRun(Catalog catalog, Job job, ExternalTables external) {
    QueryWork work = new QueryWork(catalog, job, external);
    Translated statement =
        work.translated.orElseThrow(
            () ->
                Refusal.invalid(
                    "The local cloud makes no dry run of a query over external tables. Run it."));
    JsonObject statistics = QueryStatistics.of(catalog, statement);
    if (statement instanceof Translated.Query query) {
      statistics.add("schema", Schemas.schema(query.schema()));
    }
    JsonArray none = new JsonArray();
    statistics.add("undeclaredQueryParameters", none);
    return job.done(catalog.now(), Outcome.of(QueryStatistics.wrapped(statistics)));
  }
}

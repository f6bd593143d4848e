package sluice.local.bigquery.jobs;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import sluice.local.bigquery.store.Catalog;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Refusal;
import sluice.local.bigquery.store.StoredDataset;
import sluice.schema.Column;
import sluice.sql.analysis.AnalysisOptions;
import sluice.sql.analysis.GoogleSql;
import sluice.sql.analysis.SqlException;

/** A project's jobs, for those who submit them and ask after them. */
public final class Jobs implements AutoCloseable {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,1024}");
  private static final String DEFAULT_LOCATION = "US";
  private static final String USER = "local@sluice.invalid";

  private final Catalog catalog;
  private final Uploads objects;
  private final JobStore store;
  private final AuditLog audit;
  private final JobRunner runner;

  /** Takes up the jobs that a crash left unfinished, and waits for others. */
  public Jobs(
      Catalog catalog, Uploads objects, JobSwitches switches, Consumer<JsonObject> auditLog) {
    this.catalog = catalog;
    this.objects = objects;
    this.store = JobStore.open(catalog);
    this.audit = new AuditLog(catalog, auditLog);
    this.runner = new JobRunner(catalog, store, switches, audit, this::work, objects::forget);
    store.unfinished().forEach(runner::start);
  }

  private Work work(Job job) {
    job.destination()
        .flatMap(table -> catalog.dataset(table.dataset()))
        .filter(dataset -> !dataset.location().equalsIgnoreCase(job.key().location()))
        .ifPresent(
            dataset -> {
              throw Refusal.notFound(
                  "Dataset %s:%s was not found in location %s"
                      .formatted(catalog.project(), dataset.id(), job.key().location()));
            });
    return switch (job.kind()) {
      case LOAD -> new LoadWork(catalog, objects, job);
      case COPY -> new CopyWork(catalog, job);
      case EXTRACT -> new ExtractWork(catalog, objects, job);
      case QUERY -> query(job);
    };
  }

  private Work query(Job job) {
    AnonymousTables.prepare(catalog, job.key().location());
    return new QueryWork(catalog, job, new ExternalTables(objects, job));
  }

  /**
   * Takes a job in; a dry run is answered at once and kept nowhere.
   *
   * @param reference the job's wanted id and location, both optional
   * @throws Refusal when it is malformed, or its id is taken
   */
  public Job submit(JsonObject reference, JsonObject configuration) {
    String id = Json.text(reference, "jobId").orElseGet(() -> "job_" + UUID.randomUUID());
    if (!ID.matcher(id).matches()) {
      throw Refusal.invalid(
          "Invalid job ID \"%s\". Job IDs must be alphanumeric (plus underscores and dashes) and must be at most 1024 characters long."
              .formatted(id));
    }
    Optional<String> wanted = Json.text(reference, "location").map(Jobs::canonical);
    String location = wanted.orElseGet(() -> location(configuration));
    Job job =
        Job.submitted(
            catalog.project(), new Job.Key(location, id), configuration, USER, catalog.now());
    if (job.dryRun()) {
      return job.kind() == Job.Kind.QUERY
          ? QueryWork.dryRun(catalog, job, new ExternalTables(objects, job))
          : job.done(catalog.now(), Outcome.of(new JsonObject()));
    }
    store.add(job);
    runner.start(job);
    return job;
  }

  /** Multi-regions are written in capitals, regions are not. */
  private static String canonical(String location) {
    return location.length() == 2 ? location.toUpperCase(java.util.Locale.ROOT) : location;
  }

  private String location(JsonObject configuration) {
    for (String kind : List.of("load", "copy", "query", "extract")) {
      for (String table : List.of("destinationTable", "defaultDataset", "sourceTable")) {
        Optional<StoredDataset> dataset =
            Json.text(configuration, kind, table, "datasetId").flatMap(catalog::dataset);
        if (dataset.isPresent()) {
          return dataset.get().location();
        }
      }
    }
    return DEFAULT_LOCATION;
  }

  /** A job that must be there; in that location, when one is given. */
  public Job required(String id, Optional<String> location) {
    return store
        .find(id, location.map(Jobs::canonical))
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "Job %s:%s%s"
                        .formatted(
                            catalog.project(), location.map(in -> in + ".").orElse(""), id)));
  }

  /** Waits for a job's end, at most so long, and answers the job as it then is. */
  public Job await(Job job, Duration longest) {
    return job.isDone() ? job : store.await(job.key(), longest);
  }

  public List<Job> newestFirst() {
    return store.newestFirst();
  }

  /** Asks a job to stop; the answer is the job as it is now. */
  public Job cancel(Job job) {
    runner.cancel(job);
    return required(job.key().id(), Optional.of(job.key().location()));
  }

  /** Deletes a job that is done; its id may be used again. */
  public void forget(Job job) {
    store.delete(job);
  }

  /**
   * The columns that a view has.
   *
   * @throws Refusal when its SQL has a fault
   */
  public List<Column> viewColumns(String sql) {
    try {
      return GoogleSql.analyze(
              sql, Sql.tables(catalog::table), AnalysisOptions.of(catalog.project()))
          .columns();
    } catch (SqlException e) {
      throw new Refusal("invalidQuery", e.getMessage() + "", "query");
    }
  }

  @Override
  public void close() {
    runner.close();
    audit.close();
  }
}

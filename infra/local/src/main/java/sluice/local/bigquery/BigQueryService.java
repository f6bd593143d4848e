package sluice.local.bigquery;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sluice.local.bigquery.jobs.JobSwitches;
import sluice.local.bigquery.jobs.Jobs;
import sluice.local.bigquery.jobs.Uploads;
import sluice.local.bigquery.load.ObjectSource;
import sluice.local.bigquery.rest.BigQueryApi;
import sluice.local.bigquery.rest.Project;
import sluice.local.bigquery.store.Catalog;
import sluice.local.bigquery.store.Refusal;
import sluice.local.http.Routes;
import sluice.local.sql.GoogleSqlEngine;

/**
 * BigQuery on one machine: its REST API over one DuckDB file a project.
 *
 * <p>A killed service goes on where it stopped: what a job made, its table's metadata and its state
 * commit together, and jobs that were not done run again.
 */
public final class BigQueryService implements AutoCloseable {

  private static final String FILE_END = ".duckdb";
  private static final Pattern PROJECT = Pattern.compile("[A-Za-z0-9.:_-]{1,100}");

  private final Path directory;
  private final Uploads objects;
  private final InstantSource clock;
  private final Consumer<JsonObject> auditLog;
  private final JobSwitches switches = new JobSwitches();
  private final Map<String, Project> projects = new TreeMap<>();
  private boolean open = true;

  /**
   * Opens the projects kept under a directory, and takes up their unfinished jobs.
   *
   * @param objects Cloud Storage
   * @param auditLog gets a log entry for each completed job, at least once, also after a restart
   */
  public BigQueryService(
      Path directory, ObjectSource objects, InstantSource clock, Consumer<JsonObject> auditLog) {
    this.directory = directory;
    this.objects = new Uploads(directory.resolve("uploads"), objects);
    this.clock = clock;
    this.auditLog = auditLog;
    kept().forEach(this::project);
  }

  private List<String> kept() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(FILE_END))
          .map(name -> name.substring(0, name.length() - FILE_END.length()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the service answers to. */
  public Routes routes() {
    return BigQueryApi.routes(this::project, this::known, objects);
  }

  /** What tests make go wrong. */
  public JobSwitches switches() {
    return switches;
  }

  private synchronized List<String> known() {
    return List.copyOf(projects.keySet());
  }

  private synchronized Project project(String id) {
    if (!open) {
      throw new Refusal("backendError", "The local BigQuery is closed.");
    }
    Project known = projects.get(id);
    if (known != null) {
      return known;
    }
    if (!PROJECT.matcher(id).matches()) {
      throw Refusal.invalid("Invalid project ID '%s'.".formatted(id));
    }
    Catalog catalog =
        Catalog.open(directory.resolve(id + FILE_END), id, clock, BigQueryService::prepare);
    catalog.sweep();
    Project opened = new Project(catalog, new Jobs(catalog, objects, switches, auditLog));
    projects.put(id, opened);
    return opened;
  }

  private static void prepare(Connection connection) {
    try {
      GoogleSqlEngine.prepare(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("the SQL engine's functions could not be added", e);
    }
  }

  @Override
  public synchronized void close() {
    open = false;
    for (Project project : projects.values()) {
      project.jobs().close();
      project.catalog().close();
    }
    projects.clear();
  }
}

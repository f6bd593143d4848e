package sluice.local.bigquery.jobs;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sluice.local.bigquery.store.Catalog;
import sluice.local.bigquery.store.Refusal;
import sluice.local.bigquery.store.Transaction;

/** A project's jobs: kept in its file, answered from memory. */
final class JobStore {

  private static final String JOBS = "\"$sluice\".jobs";

  private final Catalog catalog;
  private final Map<Job.Key, Job> jobs = new ConcurrentHashMap<>();
  private final Map<Job.Key, CompletableFuture<Job>> ends = new ConcurrentHashMap<>();

  private JobStore(Catalog catalog) {
    this.catalog = catalog;
  }

  static JobStore open(Catalog catalog) {
    JobStore store = new JobStore(catalog);
    catalog.change(
        change ->
            change.execute(
                "CREATE TABLE IF NOT EXISTS "
                    + JOBS
                    + " (id VARCHAR, location VARCHAR, state VARCHAR, resource VARCHAR)"));
    for (Job job : store.stored()) {
      store.jobs.put(job.key(), job);
    }
    return store;
  }

  private List<Job> stored() {
    return catalog
        .duck()
        .read(
            connection -> {
              List<Job> stored = new java.util.ArrayList<>();
              try (PreparedStatement all =
                      connection.prepareStatement("SELECT location, id, resource FROM " + JOBS);
                  ResultSet rows = all.executeQuery()) {
                while (rows.next()) {
                  stored.add(Job.stored(rows.getString(1), rows.getString(2), rows.getString(3)));
                }
              }
              return stored;
            });
  }

  /** Takes a job in, durably. */
  void add(Job job) {
    if (jobs.putIfAbsent(job.key(), job) != null) {
      throw Refusal.exists(
          "Job %s:%s.%s".formatted(catalog.project(), job.key().location(), job.key().id()));
    }
    try {
      catalog.change(
          change ->
              change.execute(
                  "INSERT INTO " + JOBS + " VALUES (?, ?, 'PENDING', ?)",
                  job.key().id(),
                  job.key().location(),
                  job.resource().toString()));
    } catch (RuntimeException e) {
      jobs.remove(job.key());
      throw e;
    }
  }

  /** Notes a job's state in memory only: after a crash it is PENDING again, and runs again. */
  void note(Job job) {
    jobs.put(job.key(), job);
  }

  /** Makes a job DONE together with all that the transaction holds. */
  void finish(Transaction transaction, Job job) throws SQLException {
    transaction.execute(
        "UPDATE " + JOBS + " SET state = 'DONE', resource = ? WHERE id = ? AND location = ?",
        job.resource().toString(),
        job.key().id(),
        job.key().location());
    transaction.afterwards(
        () -> {
          jobs.put(job.key(), job);
          CompletableFuture<Job> end = ends.remove(job.key());
          if (end != null) {
            end.complete(job);
          }
        });
  }

  void delete(Job job) {
    catalog.change(
        change ->
            change.execute(
                "DELETE FROM " + JOBS + " WHERE id = ? AND location = ?",
                job.key().id(),
                job.key().location()));
    jobs.remove(job.key());
  }

  /** The job of that id: in that location, or in any where none is given. */
  Optional<Job> find(String id, Optional<String> location) {
    if (location.isPresent()) {
      return Optional.ofNullable(jobs.get(new Job.Key(location.get(), id)));
    }
    // The usual locations first; a scan only for the others.
    Job usual = jobs.get(new Job.Key("US", id));
    return usual != null
        ? Optional.of(usual)
        : jobs.values().stream().filter(job -> job.key().id().equals(id)).findFirst();
  }

  /** All jobs, the newest first. */
  List<Job> newestFirst() {
    return jobs.values().stream()
        .sorted(
            Comparator.comparingLong(Job::created).reversed().thenComparing(job -> job.key().id()))
        .toList();
  }

  /** Jobs a crash left unfinished, the oldest first. */
  List<Job> unfinished() {
    return jobs.values().stream()
        .filter(job -> !job.isDone())
        .sorted(Comparator.comparingLong(Job::created).thenComparing(job -> job.key().id()))
        .toList();
  }

  /** Waits for a job's end, at most so long, and answers the job as it then is. */
  Job await(Job.Key key, Duration longest) {
    CompletableFuture<Job> end = ends.computeIfAbsent(key, absent -> new CompletableFuture<>());
    Job now = jobs.get(key);
    if (now == null || now.isDone()) {
      ends.remove(key);
      return now == null ? missing(key) : now;
    }
    try {
      return end.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      Job then = jobs.get(key);
      return then == null ? missing(key) : then;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return now;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Job missing(Job.Key key) {
    throw Refusal.notFound("Job %s:%s.%s".formatted(catalog.project(), key.location(), key.id()));
  }
}

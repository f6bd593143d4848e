package sluice.testing;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import sluice.RejectedException;
import sluice.UnavailableException;
import sluice.schema.Column;
import sluice.schema.TableId;
import sluice.warehouse.Job;
import sluice.warehouse.JobRequest;
import sluice.warehouse.Warehouse;

/**
 * A warehouse in memory. Its jobs stand still until the test runs them, fails them or lets them
 * begin, so that a test decides what happens between a submit and its end. It refuses what BigQuery
 * refuses: more addresses than one load takes, ids and labels out of its alphabet.
 */
public final class InMemoryWarehouse implements Warehouse {

  private static final int MOST_URIS = 10_000;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,1024}");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9_-]{1,63}");

  private final InMemoryTables tables;
  private final InstantSource clock;
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final Set<String> unfinished = new LinkedHashSet<>();
  private final Map<String, JobRequest> requests = new LinkedHashMap<>();
  private final Map<String, List<Map<String, String>>> answers = new LinkedHashMap<>();
  private int ambiguousSubmits;

  public InMemoryWarehouse(InMemoryObjectStore store, SqlRunner sql, InstantSource clock) {
    this.tables = new InMemoryTables(store, sql);
    this.clock = clock;
  }

  @Override
  public synchronized Optional<Job> find(String jobId) {
    return Optional.ofNullable(jobs.get(jobId));
  }

  @Override
  public synchronized void submit(JobRequest request) {
    refuseWhatBigQueryRefuses(request);
    if (jobs.putIfAbsent(request.id(), pending(request.id())) == null) {
      unfinished.add(request.id());
      requests.put(request.id(), request);
    }
    if (ambiguousSubmits > 0) {
      ambiguousSubmits--;
      throw new UnavailableException("The answer to a submit was lost. It will be tried again.");
    }
  }

  @Override
  public synchronized List<Map<String, String>> rows(String jobId) {
    List<Map<String, String>> rows = answers.get(jobId);
    if (rows == null) {
      throw new RejectedException(
          "Job '%s' has no rows. Ask for those of a query that succeeded.".formatted(jobId));
    }
    return rows;
  }

  @Override
  public synchronized void describe(
      TableId table, String description, Map<String, String> columns) {
    tables.describe(table, description);
  }

  @Override
  public synchronized Optional<List<Column>> columns(TableId table) {
    return tables.columns(table);
  }

  @Override
  public synchronized void drop(TableId table) {
    tables.drop(table);
  }

  /** The next submits are carried out, and then end as if their answer was lost. */
  public synchronized void losesAnswersOfSubmits(int count) {
    ambiguousSubmits = count;
  }

  /** Lets a job begin. */
  public synchronized void begin(String jobId) {
    jobs.put(jobId, with(unfinished(jobId), Job.State.RUNNING));
  }

  /** Runs a job to its end, well or not. */
  public synchronized Job run(String jobId) {
    unfinished(jobId);
    try {
      List<Map<String, String>> rows = tables.carryOut(request(jobId));
      answers.put(jobId, rows);
      return end(jobId, Optional.empty(), written(jobId, rows.size()), badRows(jobId));
    } catch (JobFailedException e) {
      return end(jobId, Optional.of(e.failure()), Optional.empty(), 0);
    }
  }

  /** Ends a job as failed, without effect. */
  public synchronized Job fail(String jobId, String reason, String message) {
    unfinished(jobId);
    return end(jobId, Optional.of(new Job.Failure(reason, message)), Optional.empty(), 0);
  }

  /** The ids of the jobs that have not ended, in the order of their submits. */
  public synchronized List<String> unfinished() {
    return List.copyOf(unfinished);
  }

  /** The ids of all jobs, in the order of their submits. */
  public synchronized List<String> jobs() {
    return List.copyOf(jobs.keySet());
  }

  /** What was submitted under that id. */
  public synchronized JobRequest request(String jobId) {
    JobRequest request = requests.get(jobId);
    if (request == null) {
      throw new IllegalArgumentException("no job '" + jobId + "' was submitted");
    }
    return request;
  }

  /** The rows of a table or a view; none for one that is not there. */
  public synchronized List<Map<String, String>> table(TableId table) {
    return tables.exists(table) ? tables.rows(table) : List.of();
  }

  /** The values of a table's column {@code id}, sorted. */
  public List<String> ids(TableId table) {
    return table(table).stream().map(row -> row.getOrDefault("id", "")).sorted().toList();
  }

  /** Whether there is such a table or view. */
  public synchronized boolean exists(TableId table) {
    return tables.exists(table);
  }

  /** What people were told of a table. */
  public synchronized Optional<String> description(TableId table) {
    return tables.description(table);
  }

  private long badRows(String jobId) {
    return request(jobId) instanceof JobRequest.Load ? tables.badRows() : 0;
  }

  /** BigQuery's job does not say it of a query that writes a table, which a traced load is. */
  private Optional<Long> written(String jobId, long rows) {
    return Optional.of(rows)
        .filter(
            any -> !(request(jobId) instanceof JobRequest.Load load && load.trace().isPresent()));
  }

  private Job end(String jobId, Optional<Job.Failure> failure, Optional<Long> rows, long badRows) {
    Job job = new Job(jobId, Job.State.DONE, failure, Optional.of(clock.instant()), rows, badRows);
    jobs.put(jobId, job);
    unfinished.remove(jobId);
    return job;
  }

  private Job unfinished(String jobId) {
    Job job = jobs.get(jobId);
    if (job == null || job.state() == Job.State.DONE) {
      throw new IllegalArgumentException("no job '" + jobId + "' is under way");
    }
    return job;
  }

  private static Job pending(String id) {
    return new Job(id, Job.State.PENDING, Optional.empty(), Optional.empty(), 0);
  }

  private static Job with(Job job, Job.State state) {
    return new Job(job.id(), state, job.failure(), job.endedAt(), job.rows(), job.badRows());
  }

  private static void refuseWhatBigQueryRefuses(JobRequest request) {
    RejectedException.require(
        ID.matcher(request.id()).matches(),
        "job id '" + request.id() + "' has other characters",
        "Use letters, digits, _ and -.");
    List<String> labels = new ArrayList<>(request.labels().keySet());
    labels.addAll(request.labels().values());
    RejectedException.require(
        labels.stream().allMatch(label -> LABEL.matcher(label).matches()),
        "labels " + labels + " have other characters",
        "Use lower-case letters, digits, _ and -, at most 63.");
    if (request instanceof JobRequest.Load load) {
      RejectedException.require(
          !load.uris().isEmpty() && load.uris().size() <= MOST_URIS,
          "a load has " + load.uris().size() + " addresses",
          "Name between 1 and 10,000.");
    }
  }
}

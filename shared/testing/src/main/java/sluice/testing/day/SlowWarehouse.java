package sluice.testing.day;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import sluice.schema.Column;
import sluice.schema.TableId;
import sluice.testing.Modified;
import sluice.warehouse.Job;
import sluice.warehouse.JobRequest;
import sluice.warehouse.Warehouse;

/** A warehouse that loads, and takes its time; it remembers which files it was given. */
final class SlowWarehouse implements Warehouse {
  private final Timeline time;
  private final Latencies latencies;
  private final Arrivals arrivals;
  private final Consumer<TableId> ended;
  private final Modified modified = new Modified();
  private final Map<String, Job> jobs = new HashMap<>();
  private int mostUris;
  private long mostBytes;

  /**
   * @param ended hears of the table of each job that has ended
   */
  SlowWarehouse(Timeline time, Latencies latencies, Arrivals arrivals, Consumer<TableId> ended) {
    this.time = time;
    this.latencies = latencies;
    this.arrivals = arrivals;
    this.ended = ended;
  }

  @Override
  public Optional<Job> find(String jobId) {
    time.pass(Latencies.JOB);
    return Optional.ofNullable(jobs.get(jobId));
  }

  @Override
  public void submit(JobRequest request) {
    JobRequest.Load load = (JobRequest.Load) request;
    time.pass(Latencies.SUBMIT);
    if (jobs.putIfAbsent(load.id(), job(load.id(), Job.State.RUNNING)) == null) {
      modified.submitted(load, time.instant());
      mostUris = Math.max(mostUris, load.uris().size());
      mostBytes = Math.max(mostBytes, load.uris().stream().mapToLong(Sizes::of).sum());
      Duration runs = latencies.load(load.uris().size());
      time.after(runs, () -> end(load));
    }
  }

  private void end(JobRequest.Load load) {
    load.uris().forEach(uri -> arrivals.loaded(load.target(), uri, time.sinceStart()));
    jobs.put(load.id(), job(load.id(), Job.State.DONE));
    ended.accept(load.target());
  }

  private Job job(String id, Job.State state) {
    boolean done = state == Job.State.DONE;
    return new Job(
        id, state, Optional.empty(), done ? Optional.of(time.instant()) : Optional.empty(), 0);
  }

  Modified modified() {
    return modified;
  }

  int jobs() {
    return jobs.size();
  }

  /** The most files that one job was given. */
  int mostUris() {
    return mostUris;
  }

  /** The most bytes that one job was given. */
  long mostBytes() {
    return mostBytes;
  }

  @Override
  public Optional<List<Column>> columns(TableId table) {
    throw new UnsupportedOperationException("a day has no merges");
  }

  @Override
  public List<Map<String, String>> rows(String jobId) {
    throw new UnsupportedOperationException("a day has no queries");
  }

  @Override
  public void describe(TableId table, String description, Map<String, String> columns) {}

  @Override
  public void drop(TableId table) {}
}

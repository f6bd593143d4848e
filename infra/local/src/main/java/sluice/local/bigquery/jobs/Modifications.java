package sluice.local.bigquery.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Refusal;
import sluice.schema.TableId;

/**
 * Counts the jobs that change each table within a rolling day: loads, failed ones too, copies and
 * queries with a destination; BigQuery allows 1,500 (<a
 * href="https://cloud.google.com/bigquery/quotas">quotas</a>).
 */
final class Modifications {

  private static final Duration WINDOW = Duration.ofDays(1);

  private final Map<TableId, Deque<Instant>> moments = new HashMap<>();

  Modifications(List<Job> jobs) {
    jobs.stream()
        .filter(Job::isDone)
        .sorted(java.util.Comparator.comparingLong(Job::created))
        .forEach(
            job ->
                note(
                    job,
                    Instant.ofEpochMilli(
                        Json.number(job.resource(), "statistics", "endTime").orElse(0L))));
  }

  /** Counts a job that ended. */
  synchronized void note(Job job, Instant now) {
    boolean counts = job.failure().isEmpty() || job.kind() == Job.Kind.LOAD;
    if (counts && modifies(job)) {
      job.destination()
          .ifPresent(
              table -> {
                Deque<Instant> of = moments.computeIfAbsent(table, absent -> new ArrayDeque<>());
                of.addLast(now);
                forget(of, now);
              });
    }
  }

  private static boolean modifies(Job job) {
    boolean anonymous =
        job.destination().filter(table -> table.dataset().startsWith("_")).isPresent();
    return job.kind() != Job.Kind.EXTRACT && !anonymous && !job.dryRun();
  }

  /** Refuses a job whose table has no modification left. */
  synchronized void check(Job job, Instant now, int most) {
    if (!modifies(job) || job.destination().isEmpty()) {
      return;
    }
    Deque<Instant> of = moments.getOrDefault(job.destination().get(), new ArrayDeque<>());
    forget(of, now);
    if (of.size() >= most) {
      throw new Refusal(
          "quotaExceeded",
          "Quota exceeded: Your table exceeded quota for imports or query appends per table."
              + " For more information, see https://cloud.google.com/bigquery/docs/troubleshoot-quotas",
          job.kind() == Job.Kind.LOAD ? "load_job_per_table.long" : "table_modifications.long");
    }
  }

  private static void forget(Deque<Instant> of, Instant now) {
    while (!of.isEmpty() && of.peekFirst().isBefore(now.minus(WINDOW))) {
      of.removeFirst();
    }
  }
}

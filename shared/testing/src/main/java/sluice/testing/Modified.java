package sluice.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sluice.schema.TableId;
import sluice.warehouse.JobRequest;

/** When jobs that modify tables were submitted, as BigQuery counts them: failed ones too. */
public final class Modified {

  private static final Duration DAY = Duration.ofDays(1);

  private final Map<TableId, List<Instant>> jobs = new HashMap<>();
  private final List<Instant> all = new ArrayList<>();

  /** Notes a job; those of a table in the order of time. */
  public void submitted(JobRequest request, Instant at) {
    if (request instanceof JobRequest.Load load) {
      note(load.target(), at);
    } else if (request instanceof JobRequest.Copy copy) {
      note(copy.to(), at);
    } else if (request instanceof JobRequest.Shape shape) {
      note(shape.target(), at);
    }
  }

  private void note(TableId table, Instant at) {
    all.add(at);
    jobs.computeIfAbsent(table, key -> new ArrayList<>()).add(at);
  }

  /** The most jobs that modified a table in any 24 hours. */
  public int mostADay(TableId table) {
    return mostADay(jobs.getOrDefault(table, List.of()));
  }

  /** The most jobs that modified any table in any 24 hours. */
  public int mostADay() {
    return mostADay(all);
  }

  private static int mostADay(List<Instant> submitted) {
    Deque<Instant> day = new ArrayDeque<>();
    int most = 0;
    for (Instant at : submitted) {
      day.addLast(at);
      while (!day.getFirst().isAfter(at.minus(DAY))) {
        day.removeFirst();
      }
      most = Math.max(most, day.size());
    }
    return most;
  }

  /** How many jobs have modified a table. */
  public int jobs(TableId table) {
    return jobs.getOrDefault(table, List.of()).size();
  }
}

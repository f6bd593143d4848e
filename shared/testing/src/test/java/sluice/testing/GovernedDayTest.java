package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.plan.LandingTable;
import sluice.plan.WriteMode;
import sluice.schema.TableId;
import sluice.warehouse.Job;
import sluice.warehouse.JobRequest;

/** Files come without end; what BigQuery counts is counted here, by what was submitted. */
final class GovernedDayTest {
  private static final LandingTable ORDERS = PlanBuilder.dropped("lake.orders", WriteMode.APPEND);
  private static final TableId SALES = TableId.parse("mart.sales");

  private final Pipeline pipeline =
      new Pipeline(
          new PlanBuilder()
              .with(ORDERS)
              .with(
                  TransformBuilder.table("mart.sales", "SELECT COUNT(*) FROM lake.orders")
                      .reading("lake.orders"))
              .build());
  private final Deque<Instant> loads = new ArrayDeque<>();
  private final Deque<Instant> publishings = new ArrayDeque<>();
  private int submitted;
  private int most;

  @Test
  void keepsBothTablesBelowTheLimitWithAFileEveryHalfMinuteAndFailures() {
    Instant end = pipeline.clock.instant().plus(Duration.ofHours(26));
    for (int tick = 0; pipeline.clock.instant().isBefore(end); tick++) {
      pipeline.clock.advance(Duration.ofSeconds(30));
      pipeline.land(ORDERS, "f" + tick, "o" + tick);
      pipeline.loads.reconcile(ORDERS.id());
      if (tick % 2 == 0) {
        pipeline.sweep.run();
      }
      endJobs(tick);
      pipeline.store.names("archive/").forEach(pipeline.store::remove);
    }

    assertThat(most).isBetween(900, 1_499);
    assertThat(loads.size()).isBetween(800, 1_499);
    assertThat(publishings.size()).isBetween(600, 1_499);
  }

  @Test
  void saysOnceThatATableIsHeldBackAndUntilWhen() {
    LandingTable daily =
        new LandingTable(
            ORDERS.id(),
            ORDERS.source(),
            ORDERS.origin(),
            ORDERS.writeMode(),
            ORDERS.columns(),
            ORDERS.layout(),
            ORDERS.about(),
            Optional.of(1));
    Pipeline one = new Pipeline(new PlanBuilder().with(daily).build());
    one.land(daily, "a", "1");
    one.sweep.run();
    one.settle();
    one.land(daily, "b", "2");

    try (Logs logs = new Logs()) {
      one.sweep.run();
      one.sweep.run();
      one.clock.advance(Duration.ofHours(23));
      one.sweep.run();
      assertThat(logs.of("load.held"))
          .containsExactly(
              "WARN lake.orders was modified by 1 jobs in a day and may be by 1: the next one waits"
                  + " until 2026-03-03T12:30:00Z.");
      assertThat(one.ids("lake.orders")).containsExactly("1");
    }

    one.clock.advance(Duration.ofMinutes(90));
    one.sweep.run();
    one.settle();
    assertThat(one.ids("lake.orders")).containsExactly("1", "2");
  }

  /** Runs what is under way; every seventh job fails for a reason that passes. */
  private void endJobs(int tick) {
    for (String id : pipeline.warehouse.unfinished()) {
      submitted++;
      JobRequest request = pipeline.warehouse.request(id);
      if (request instanceof JobRequest.Load) {
        note(loads);
      } else if (request instanceof JobRequest.Copy copy && copy.to().equals(SALES)) {
        note(publishings);
      }
      boolean fails = (tick + submitted) % 7 == 0;
      Job ended =
          fails
              ? pipeline.warehouse.fail(id, "backendError", "Try again.")
              : pipeline.warehouse.run(id);
      pipeline.deliver(ended);
    }
  }

  private void note(Deque<Instant> jobs) {
    Instant now = pipeline.clock.instant();
    jobs.addLast(now);
    while (!jobs.getFirst().isAfter(now.minus(Duration.ofDays(1)))) {
      jobs.removeFirst();
    }
    most = Math.max(most, jobs.size());
  }
}

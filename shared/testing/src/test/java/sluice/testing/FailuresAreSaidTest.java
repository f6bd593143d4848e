package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import sluice.plan.LandingTable;
import sluice.plan.WriteMode;

/** Word of a failure is lost, and nobody looks before the next attempt may be made. */
final class FailuresAreSaidTest {
  private static final LandingTable ORDERS = PlanBuilder.dropped("lake.orders", WriteMode.APPEND);

  private final Pipeline pipeline =
      new Pipeline(
          new PlanBuilder()
              .with(ORDERS)
              .with(
                  TransformBuilder.table("mart.sales", "SELECT id FROM lake.orders")
                      .reading("lake.orders"))
              .build());

  @Test
  void whenALoadIsTriedAgain() {
    pipeline.land(ORDERS, "a", "1");
    pipeline.sweep.run();
    pipeline.warehouse.fail(pipeline.warehouse.jobs().get(0), "backendError", "It is down.");
    pipeline.clock.advance(Duration.ofHours(1));

    try (Logs logs = new Logs()) {
      pipeline.sweep.run();

      assertThat(logs.of("load.failed"))
          .containsExactly(
              "WARN Batch 1 of lake.orders failed: It is down. It is tried again now.");
    }
    pipeline.settle();
    assertThat(pipeline.ids("mart.sales")).containsExactly("1");
  }

  @Test
  void whenATransformIsTriedAgain() {
    pipeline.land(ORDERS, "a", "1");
    pipeline.sweep.run();
    pipeline.end(pipeline.warehouse.jobs().get(0));
    pipeline.warehouse.fail(pipeline.warehouse.jobs().get(1), "backendError", "It is down.");
    pipeline.clock.advance(Duration.ofHours(1));

    try (Logs logs = new Logs()) {
      pipeline.sweep.run();

      assertThat(logs.of("transform.retried"))
          .containsExactly("WARN mart.sales failed: It is down. It is tried again now.");
    }
    pipeline.settle();
    assertThat(pipeline.ids("mart.sales")).containsExactly("1");
  }
}

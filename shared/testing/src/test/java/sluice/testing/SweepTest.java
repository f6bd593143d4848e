package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.plan.WriteMode;

final class SweepTest {
  private static final LandingTable ORDERS =
      PlanBuilder.dropped("lake.orders", WriteMode.APPEND, Duration.ofHours(1));
  private static final Plan PLAN =
      new PlanBuilder()
          .with(ORDERS)
          .with(
              TransformBuilder.table("mart.sales", "SELECT id FROM lake.orders")
                  .reading("lake.orders"))
          .build();

  private final Pipeline pipeline = new Pipeline(PLAN);

  @Test
  void findsWhatNoEventTold() {
    pipeline.land(ORDERS, "a", "1");

    for (int sweep = 0; sweep < 4; sweep++) {
      pipeline.sweep.run();
      pipeline.warehouse.unfinished().forEach(pipeline.warehouse::run);
    }
    pipeline.sweep.run();

    assertThat(pipeline.ids("mart.sales")).containsExactly("1");
    assertThat(pipeline.warehouse.jobs()).as("load, build, publish").hasSize(3);
  }

  @Test
  void goesOnWithTheOthersWhenATableCannotBeTended() {
    pipeline.store.put("state/tables/lake.orders.json", "[]");
    pipeline.plans.publish(
        new PlanBuilder()
            .with(ORDERS)
            .with(PlanBuilder.dropped("lake.shops", WriteMode.APPEND))
            .build());
    pipeline.store.put("landing/partner.shops/a", Rows.ofIds("s"));

    try (Logs logs = new Logs()) {
      pipeline.sweep.run();

      assertThat(logs.of("tend.failed"))
          .hasSize(2)
          .allSatisfy(
              line ->
                  assertThat(line)
                      .startsWith("ERROR lake.orders could not be tended: This is not a"));
    }
    pipeline.settle();
    assertThat(pipeline.ids("lake.shops")).containsExactly("s");
  }

  @Test
  void tellsOfATableThatGotNothingForLongerThanWasPromised() {
    pipeline.land(ORDERS, "a", "1");
    pipeline.sweep.run();
    pipeline.settle();

    try (Logs logs = new Logs()) {
      pipeline.clock.advance(Duration.ofMinutes(60));
      pipeline.sweep.run();
      assertThat(logs.of("table.stale")).isEmpty();

      pipeline.clock.advance(Duration.ofMinutes(1));
      pipeline.sweep.run();
      assertThat(logs.of("table.stale"))
          .containsExactly(
              "ERROR lake.orders got nothing for PT1H1M; PT1H was promised. See why source partner"
                  + " brings nothing.");
    }
  }
}

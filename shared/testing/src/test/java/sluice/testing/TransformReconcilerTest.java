package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.plan.WriteMode;
import sluice.schema.TableId;

final class TransformReconcilerTest {
  private static final LandingTable ORDERS = PlanBuilder.dropped("lake.orders", WriteMode.APPEND);
  private static final LandingTable SHOPS = PlanBuilder.dropped("lake.shops", WriteMode.REPLACE);
  private static final String BOTH =
      "SELECT id FROM lake.orders UNION ALL SELECT id FROM lake.shops";

  @Test
  void buildsChecksAndPublishesAChainOfTables() {
    Pipeline pipeline =
        of(
            sales("SELECT id FROM lake.orders").describedAs("What was sold."),
            TransformBuilder.view("mart.latest", "SELECT id FROM mart.sales")
                .reading("mart.sales"));

    arrive(pipeline, ORDERS, "a", "1", "2");

    assertThat(pipeline.ids("mart.sales")).containsExactly("1", "2");
    assertThat(pipeline.ids("mart.latest")).containsExactly("1", "2");
    assertThat(pipeline.warehouse.description(TableId.parse("mart.sales")))
        .contains("What was sold.");
    assertThat(pipeline.warehouse.jobs())
        .extracting(id -> id.split("_")[1])
        .containsExactly("load", "build", "check", "publish", "build", "publish");
  }

  @Test
  void leavesNoStagingTableBehind() {
    Pipeline pipeline = of(sales("SELECT id FROM lake.orders"));
    arrive(pipeline, ORDERS, "a", "1");

    assertThat(pipeline.warehouse.exists(TableId.parse("_sluice.mart__sales__1"))).isFalse();
  }

  @Test
  void doesNothingWhenNothingMoved() {
    Pipeline pipeline = of(sales("SELECT id FROM lake.orders"));
    arrive(pipeline, ORDERS, "a", "1");
    List<String> jobs = pipeline.warehouse.jobs();

    pipeline.sweep.run();
    pipeline.completions.wake(ORDERS.id());

    assertThat(pipeline.warehouse.jobs()).isEqualTo(jobs);
  }

  @Test
  void waitsUntilEveryInputIsThere() {
    Pipeline pipeline = of(both());
    arrive(pipeline, ORDERS, "a", "1");
    assertThat(pipeline.jobs("build")).isZero();

    arrive(pipeline, SHOPS, "a", "s");

    assertThat(pipeline.ids("mart.sales")).containsExactly("1", "s");
  }

  @Test
  void buildsWheneverAnyInputMoves() {
    Pipeline pipeline = of(both());
    arrive(pipeline, ORDERS, "a", "1");
    arrive(pipeline, SHOPS, "a", "s");
    arrive(pipeline, ORDERS, "b", "2");

    assertThat(pipeline.ids("mart.sales")).containsExactly("1", "2", "s");
    assertThat(pipeline.jobs("build")).isEqualTo(2);
  }

  @Test
  void buildsOnceAllInputsHaveMovedWhereThatIsAsked() {
    Pipeline pipeline = of(both().whenAllMoved());
    arrive(pipeline, ORDERS, "a", "1");
    arrive(pipeline, SHOPS, "a", "s");
    arrive(pipeline, ORDERS, "b", "2");
    assertThat(pipeline.ids("mart.sales")).containsExactly("1", "s");

    arrive(pipeline, SHOPS, "b", "t");

    assertThat(pipeline.ids("mart.sales")).containsExactly("1", "2", "t");
    assertThat(pipeline.jobs("build")).isEqualTo(2);
  }

  @Test
  void buildsNoMoreOftenThanIsAsked() {
    Pipeline pipeline = of(sales("SELECT id FROM lake.orders").atMostEvery(Duration.ofHours(1)));
    arrive(pipeline, ORDERS, "a", "1");
    pipeline.clock.advance(Duration.ofMinutes(59));
    arrive(pipeline, ORDERS, "b", "2");
    arrive(pipeline, ORDERS, "c", "3");
    assertThat(pipeline.ids("mart.sales")).containsExactly("1");

    pipeline.clock.advance(Duration.ofMinutes(1));
    pipeline.sweep.run();
    pipeline.settle();

    assertThat(pipeline.ids("mart.sales")).containsExactly("1", "2", "3");
    assertThat(pipeline.jobs("build")).isEqualTo(2);
  }

  @Test
  void keepsTheLastGoodTableWhenACheckFails() {
    Pipeline pipeline = of(sales("SELECT id FROM lake.orders"));
    arrive(pipeline, ORDERS, "a", "1");
    Optional<String> version = pipeline.state("mart.sales").version();

    try (Logs logs = new Logs()) {
      arrive(pipeline, ORDERS, "b", "poison");

      assertThat(logs.of("transform.check-failed"))
          .containsExactly(
              "ERROR mart.sales is not published: without(poison) is broken by 1 row. Readers"
                  + " keep the last good one. Mend its SQL or what it reads; it is built again when"
                  + " either changes.");
    }
    assertThat(pipeline.ids("mart.sales")).containsExactly("1");
    assertThat(pipeline.state("mart.sales").version()).isEqualTo(version);
  }

  @Test
  void doesNotRepeatABuildThatFailedUntilSomethingChanges() {
    Pipeline pipeline = of(sales("SELEKT"));
    arrive(pipeline, ORDERS, "a", "1");
    pipeline.sweep.run();
    pipeline.sweep.run();
    assertThat(pipeline.jobs("build")).isEqualTo(1);

    pipeline.plans.publish(plan(sales("SELECT id FROM lake.orders")));
    pipeline.sweep.run();
    pipeline.settle();

    assertThat(pipeline.ids("mart.sales")).containsExactly("1");
  }

  @Test
  void stopsOnlyWhatReadsATableThatFailed() {
    Pipeline pipeline =
        of(
            sales("SELEKT"),
            TransformBuilder.table("mart.report", "SELECT id FROM mart.sales")
                .reading("mart.sales"),
            TransformBuilder.table("mart.other", "SELECT id FROM lake.orders")
                .reading("lake.orders"));
    arrive(pipeline, ORDERS, "a", "1");

    assertThat(pipeline.ids("mart.other")).containsExactly("1");
    assertThat(pipeline.warehouse.exists(TableId.parse("mart.report"))).isFalse();
  }

  @Test
  void rebuildsWhenADefinitionChangesAndWhenItComesBack() {
    Plan first = plan(sales("SELECT id FROM lake.orders"));
    Plan second = plan(sales("SELECT CONCAT(id, '!') AS id FROM lake.orders"));
    Pipeline pipeline = new Pipeline(first);
    arrive(pipeline, ORDERS, "a", "1");

    change(pipeline, second);
    assertThat(pipeline.ids("mart.sales")).containsExactly("1!");

    change(pipeline, first);
    assertThat(pipeline.ids("mart.sales")).containsExactly("1");
    assertThat(pipeline.jobs("build")).isEqualTo(3);
  }

  @Test
  void abandonsABuildWhoseDefinitionChanges() {
    Plan first = plan(sales("SELECT id FROM lake.orders"));
    Plan second = plan(sales("SELECT CONCAT(id, '!') AS id FROM lake.orders"));
    Pipeline pipeline = new Pipeline(first);
    pipeline.land(ORDERS, "a", "1");
    pipeline.loads.reconcile(ORDERS.id());
    endNext(pipeline);

    try (Logs logs = new Logs()) {
      pipeline.plans.publish(second);
      pipeline.sweep.run();
      assertThat(pipeline.warehouse.unfinished()).as("the build that runs").hasSize(1);
      pipeline.settle();

      assertThat(logs.of("transform.abandoned"))
          .containsExactly("INFO mart.sales was changed while it was built; it is built anew.");
    }
    assertThat(pipeline.ids("mart.sales")).containsExactly("1!");
  }

  @Test
  void buildsAnewWhenADefinitionComesBackWhileAnotherWasBuilt() {
    Plan first = plan(sales("SELECT id FROM lake.orders"));
    Plan second = plan(sales("SELECT CONCAT(id, '!') AS id FROM lake.orders"));
    Pipeline pipeline = new Pipeline(first);
    pipeline.land(ORDERS, "a", "1");
    pipeline.loads.reconcile(ORDERS.id());
    endNext(pipeline);
    pipeline.plans.publish(second);
    endNext(pipeline);
    pipeline.plans.publish(first);
    endNext(pipeline);
    pipeline.settle();

    assertThat(pipeline.ids("mart.sales")).containsExactly("1");
    assertThat(pipeline.jobs("build")).isEqualTo(3);
  }

  @Test
  void triesAJobAgainThatFailedWithAReasonThatPasses() {
    Pipeline pipeline = of(sales("SELECT id FROM lake.orders"));
    pipeline.land(ORDERS, "a", "1");
    pipeline.loads.reconcile(ORDERS.id());
    endNext(pipeline);
    String build = pipeline.warehouse.unfinished().get(0);
    pipeline.deliver(pipeline.warehouse.fail(build, "rateLimitExceeded", "Too many."));
    assertThat(pipeline.warehouse.unfinished()).isEmpty();

    pipeline.clock.advance(Duration.ofSeconds(5));
    pipeline.sweep.run();
    pipeline.settle();

    assertThat(pipeline.ids("mart.sales")).containsExactly("1");
    assertThat(pipeline.jobs("build")).isEqualTo(2);
  }

  private static TransformBuilder sales(String sql) {
    return TransformBuilder.table("mart.sales", sql).reading("lake.orders").without("poison");
  }

  private static TransformBuilder both() {
    return TransformBuilder.table("mart.sales", BOTH).reading("lake.orders", "lake.shops");
  }

  private static Plan plan(TransformBuilder... transforms) {
    PlanBuilder plan = new PlanBuilder().with(ORDERS).with(SHOPS);
    List.of(transforms).forEach(plan::with);
    return plan.build();
  }

  private static Pipeline of(TransformBuilder... transforms) {
    return new Pipeline(plan(transforms));
  }

  private static void arrive(Pipeline pipeline, LandingTable table, String path, String... ids) {
    pipeline.land(table, path, ids);
    pipeline.loads.reconcile(table.id());
    pipeline.settle();
  }

  private static void change(Pipeline pipeline, Plan plan) {
    pipeline.plans.publish(plan);
    pipeline.sweep.run();
    pipeline.settle();
  }

  private static void endNext(Pipeline pipeline) {
    pipeline.end(pipeline.warehouse.unfinished().get(0));
  }
}

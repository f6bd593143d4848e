package sluice.testing.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sluice.load.LoadReconciler;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.Plans;
import sluice.plan.WriteMode;
import sluice.routing.Router;
import sluice.tend.Sweep;
import sluice.testing.InMemoryObjectStore;
import sluice.testing.InMemoryWarehouse;
import sluice.testing.ManualClock;
import sluice.testing.PlanBuilder;
import sluice.testing.Rows;
import sluice.testing.SmallSql;
import sluice.transform.Completions;
import sluice.transform.TransformReconciler;

/** Counts what a file costs, over the real reconcilers; docs/performance.md shows the table. */
final class CostTest {
  private static final Path PAGE = Path.of("../../docs/performance.md");
  private static final LandingTable ORDERS = PlanBuilder.dropped("lake.orders", WriteMode.APPEND);
  private static final int MANY = 10_000;

  private final ManualClock clock = ManualClock.atNoon();
  private final Meter meter = new Meter();
  private final InMemoryObjectStore bucket = new InMemoryObjectStore(clock);
  private final InMemoryWarehouse jobs = new InMemoryWarehouse(bucket, new SmallSql(), clock);
  private final MeteredStore store = new MeteredStore(bucket, meter);
  private final MeteredWarehouse warehouse = new MeteredWarehouse(jobs, meter);
  private final Plans plans = new Plans(store);
  private final Router router = new Router(plans, store, clock);
  private final LoadReconciler loads = new LoadReconciler(plans, store, warehouse, clock);
  private final TransformReconciler transforms =
      new TransformReconciler(plans, store, warehouse, clock);
  private final Completions completions = new Completions(loads, transforms);
  private final Sweep sweep = new Sweep(plans, loads, transforms, store, clock);

  @Test
  void countsWhatDocsPerformanceSays() throws IOException {
    plans.publish(new PlanBuilder().with(ORDERS).build());
    // The first file makes what stays: caches, and the table's state.
    land(1, "first");
    settle();
    meter.take();

    land(1, "one");
    settle();
    Map<Operation, Long> one = meter.take();
    land(MANY, "many");
    settle();
    Map<Operation, Long> many = meter.take();
    sweep.run();
    Map<Operation, Long> quiet = meter.take();

    assertThat(jobs.ids(ORDERS.id())).hasSize(MANY + 2);
    assertThat(jobs.jobs()).hasSize(3);
    assertThat(Files.readString(PAGE)).contains(table(one, many, quiet));
  }

  private void land(int files, String name) {
    for (int file = 0; file < files; file++) {
      String path = "%s-%05d".formatted(name, file);
      store.land(LandingPaths.files(ORDERS) + path, Rows.ofIds(path));
    }
  }

  /** Delivers every event, and runs every job, until nothing is under way. */
  private void settle() {
    while (!store.finalized().isEmpty() || !jobs.unfinished().isEmpty()) {
      while (!store.finalized().isEmpty()) {
        router.route(store.finalized().removeFirst()).ifPresent(loads::landed);
      }
      for (String job : jobs.unfinished()) {
        jobs.run(job);
        meter.count(Operation.COMPLETION);
        completions.wake(ORDERS.id());
      }
    }
  }

  private static String table(
      Map<Operation, Long> one, Map<Operation, Long> many, Map<Operation, Long> quiet) {
    StringBuilder table = new StringBuilder();
    table
        .append("| | a file in a batch of one | a batch of 10,000 files | a file of these |")
        .append(" a sweep over the table, at rest |\n|---|--:|--:|--:|--:|\n");
    for (Operation operation : Operation.values()) {
      long all = many.getOrDefault(operation, 0L);
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %,d | %,d | %.4f | %,d |%n",
              operation.words(),
              one.getOrDefault(operation, 0L),
              all,
              (double) all / MANY,
              quiet.getOrDefault(operation, 0L)));
    }
    return table.toString();
  }
}

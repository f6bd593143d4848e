package sluice.testing.day;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import sluice.load.LoadReconciler;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.plan.Plans;
import sluice.plan.WriteMode;
import sluice.schema.TableId;
import sluice.tend.Sweep;
import sluice.testing.InMemoryObjectStore;
import sluice.testing.PlanBuilder;
import sluice.transform.Completions;
import sluice.transform.TransformReconciler;

/** A day of arrivals, loaded by the real planners, reconcilers and governor. */
final class Day {

  private static final Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z");
  private static final Duration SWEEP = Duration.ofMinutes(1);
  private static final Duration LENGTH = Duration.ofDays(1);

  /** Words of files that reach a function within that time are simulated as one call. */
  private static final Duration SAME_CALL = Duration.ofMillis(500);

  /** The same where many files wait: then whoever closes a batch opens the next one. */
  private static final Duration SAME_CALL_OF_MANY = Duration.ofSeconds(5);

  private static final int MANY = 5_000;

  /** After the last arrival, until nothing is asked of the functions any more. */
  private static final Duration REST = Duration.ofHours(2);

  private final Random random = new Random(20260302);
  private final Timeline time = new Timeline(MIDNIGHT);
  private final Latencies latencies = new Latencies(random);
  private final InMemoryObjectStore bucket = new InMemoryObjectStore(time);
  private final SlowStore store = new SlowStore(bucket, time);
  private final Arrivals arrivals = new Arrivals();
  private final SlowWarehouse warehouse;
  private final LoadReconciler loads;
  private final Completions completions;
  private final Sweep sweep;
  private final List<LandingTable> tables;
  private final Map<TableId, Long> calls = new HashMap<>();

  /** A table and its files: so many at a time, so often. */
  private record Burst(LandingTable table, int files, Duration every) {}

  Day(int tables) {
    this.tables =
        IntStream.range(0, tables)
            .mapToObj(i -> PlanBuilder.dropped("lake.table_%03d".formatted(i), WriteMode.APPEND))
            .toList();
    Plan plan = plan(this.tables);
    new Plans(bucket).publish(plan);
    Plans plans = new Plans(store);
    this.warehouse = new SlowWarehouse(time, latencies, arrivals, this::ended);
    this.loads = new LoadReconciler(plans, store, warehouse, time);
    TransformReconciler transforms = new TransformReconciler(plans, store, warehouse, time);
    this.completions = new Completions(loads, transforms);
    this.sweep = new Sweep(plans, loads, transforms, store, time);
  }

  private static Plan plan(List<LandingTable> tables) {
    PlanBuilder plan = new PlanBuilder();
    tables.forEach(plan::with);
    return plan.build();
  }

  /** Files come for all tables but the first one, in bursts at any time of the day. */
  Day withBursts(int files) {
    int left = files;
    while (left > 0) {
      int count = Math.min(left, 50 + random.nextInt(random.nextInt(4_000) + 1));
      LandingTable table = tables.get(1 + random.nextInt(tables.size() - 1));
      long gap = 1L + random.nextInt(100);
      Duration room = LENGTH.minus(Duration.ofMillis(gap * count));
      time.after(
          Duration.ofMillis((long) (random.nextDouble() * room.toMillis())),
          () -> arrive(new Burst(table, count, Duration.ofMillis(gap))));
      left -= count;
    }
    return this;
  }

  /** The first table gets files without a pause, from nine o'clock on. */
  Day withStream(int filesASecond, Duration howLong) {
    int files = Math.toIntExact(filesASecond * howLong.toSeconds());
    Burst stream = new Burst(tables.get(0), files, Duration.ofNanos(1_000_000_000L / filesASecond));
    time.after(Duration.ofHours(9), () -> arrive(stream));
    return this;
  }

  private void arrive(Burst burst) {
    TableId table = burst.table().id();
    String name = arrivals.arrives(table, time.sinceStart());
    bucket.put(LandingPaths.files(burst.table()) + name, "{}");
    wake(table);
    if (burst.files() > 1) {
      Burst rest = new Burst(burst.table(), burst.files() - 1, burst.every());
      time.after(burst.every(), () -> arrive(rest));
    }
  }

  /** Word of a file; a call that comes at about the same time for the same table serves for it. */
  private void wake(TableId table) {
    Duration delay = latencies.event();
    long due = time.sinceStart() + delay.toMillis();
    long last = calls.getOrDefault(table, 0L);
    Arrivals.Files files = arrivals.of(table);
    boolean many = files.arrived() - files.loaded() > MANY;
    Duration same = many ? SAME_CALL_OF_MANY : SAME_CALL;
    if (last <= time.sinceStart() || last > due + same.toMillis()) {
      calls.put(table, due);
      time.callAfter(delay, () -> loads.landed(table));
    }
  }

  private void ended(TableId table) {
    time.callAfter(latencies.completion(), () -> completions.wake(table));
  }

  /** Runs the day, and what is left of it then. */
  Figures run() {
    for (Duration at = SWEEP; at.compareTo(LENGTH.plus(REST)) <= 0; at = at.plus(SWEEP)) {
      time.callAfter(at, sweep::run);
    }
    time.run();
    List<Figures.Table> figures = new ArrayList<>();
    for (LandingTable table : tables) {
      int most = warehouse.modified().mostADay(table.id());
      int jobs = warehouse.modified().jobs(table.id());
      figures.add(new Figures.Table(table.id(), arrivals.of(table.id()), jobs, most));
    }
    return new Figures(
        figures,
        new Figures.Limits(
            warehouse.jobs(),
            warehouse.modified().mostADay(),
            warehouse.mostUris(),
            warehouse.mostBytes()));
  }
}

package sluice.testing.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import sluice.UnavailableException;
import sluice.extract.Extracts;
import sluice.load.LoadReconciler;
import sluice.plan.Arrival;
import sluice.plan.LandingTable;
import sluice.plan.Plan;
import sluice.plan.Plans;
import sluice.plan.WriteMode;
import sluice.routing.Router;
import sluice.schema.TableId;
import sluice.store.ObjectStore;
import sluice.tend.Sweep;
import sluice.testing.InMemoryObjectStore;
import sluice.testing.InMemoryWarehouse;
import sluice.testing.ManualClock;
import sluice.testing.PlanBuilder;
import sluice.testing.SmallSql;
import sluice.testing.TransformBuilder;
import sluice.testing.sim.Faults.Kind;
import sluice.transform.Completions;
import sluice.transform.TransformReconciler;
import sluice.warehouse.Job;
import sluice.warehouse.Labels;
import sluice.warehouse.Warehouse;

/** A pipeline, the functions that tend it, and the events that wake them. */
final class World {

  static final TableId ORDERS = TableId.parse("lake.orders");
  static final TableId SHOPS = TableId.parse("lake.shops");
  static final TableId USERS = TableId.parse("lake.users");
  static final TableId SALES = TableId.parse("mart.sales");
  static final TableId REPORT = TableId.parse("mart.report");
  static final TableId LATEST = TableId.parse("mart.latest");

  /** A row that the check of {@link #SALES} refuses. */
  static final String POISON = "poison";

  /** Where people drop files that are routed to their table. */
  static final String ANYWHERE = "landing/anyone/";

  private static final LandingTable ORDER_FILES = files("lake.orders", WriteMode.APPEND);
  private static final LandingTable SHOP_FILES = files("lake.shops", WriteMode.REPLACE);

  final ManualClock clock = ManualClock.atNoon();
  final InMemoryObjectStore store = new InMemoryObjectStore(clock);
  final InMemoryWarehouse warehouse = new InMemoryWarehouse(store, new SmallSql(), clock);
  final Turns turns = new Turns();
  final Landed orders = new Landed(store, ORDER_FILES);
  final Landed shops = new Landed(store, SHOP_FILES);
  final GrowingSource source = new GrowingSource(clock);
  final Trouble trouble;

  private final Random random;
  private final Faults faults;
  private final Plans published = new Plans(store);
  private final Router router;
  private final LoadReconciler loads;
  private final Completions completions;
  private final Sweep sweep;
  private final Extracts extracts;
  private final List<Wake> wakes = new ArrayList<>();
  private int calls;
  private String suffix = "";

  /** An event on its way to a function. */
  private record Wake(String name, Runnable work) {}

  World(Faults faults, Random random) {
    this.random = random;
    this.faults = faults;
    this.trouble = new Trouble(turns, faults, random);
    ObjectStore objects = new TroubledStore(store, trouble);
    Warehouse jobs = new TroubledWarehouse(warehouse, trouble);
    Plans plans = new Plans(objects);
    this.router = new Router(plans, objects, clock);
    this.loads = new LoadReconciler(plans, objects, jobs, clock);
    TransformReconciler transforms = new TransformReconciler(plans, objects, jobs, clock);
    this.completions = new Completions(loads, transforms);
    this.sweep = new Sweep(plans, loads, transforms, objects, clock);
    this.extracts = new Extracts(plans, objects, source, clock, () -> "call" + ++calls);
    published.publish(plan());
  }

  private static LandingTable files(String id, WriteMode mode) {
    String prefix = "anyone/" + TableId.parse(id).table() + "/";
    Arrival arrival = new Arrival(List.of(PlanBuilder.below(prefix)), Optional.empty());
    return PlanBuilder.arriving(PlanBuilder.dropped(id, mode), arrival);
  }

  private Plan plan() {
    String id = suffix.isEmpty() ? "id" : "CONCAT(id, '%s') AS id".formatted(suffix);
    return new PlanBuilder()
        .with(ORDER_FILES)
        .with(SHOP_FILES)
        .with(PlanBuilder.incremental("lake.users"))
        .with(
            TransformBuilder.table("mart.broken", "SELEKT id FROM lake.orders")
                .reading("lake.orders"))
        .with(
            TransformBuilder.table(
                    "mart.sales",
                    "SELECT %s FROM lake.orders UNION ALL SELECT %s FROM lake.shops"
                        .formatted(id, id))
                .reading("lake.orders", "lake.shops")
                .without(POISON + suffix))
        .with(
            TransformBuilder.table(
                    "mart.report", "SELECT id FROM mart.sales UNION ALL SELECT id FROM lake.users")
                .reading("mart.sales", "lake.users"))
        .with(
            TransformBuilder.view("mart.latest", "SELECT id FROM mart.report")
                .reading("mart.report"))
        .build();
  }

  /** Publishes the plan's other definition of {@link #SALES}. */
  void changePlan() {
    suffix = suffix.isEmpty() ? "!" : "";
    published.publish(plan());
    trouble.note("the plan changes to suffix '" + suffix + "'");
  }

  /** The rows that {@link #SALES} must have at the end, sorted. */
  List<String> sales() {
    return Stream.concat(orders.ids().stream(), shops.lastIds().stream())
        .map(id -> id + suffix)
        .sorted()
        .toList();
  }

  /** The rows that {@link #REPORT} must have at the end, sorted. */
  List<String> report() {
    return Stream.concat(sales().stream(), source.ids().stream()).sorted().toList();
  }

  void land(Landed files, TableId table, String path, List<String> ids) {
    files.land(path, ids);
    trouble.note("%s lands for %s with %s".formatted(path, table, ids));
    String name = files.name(path);
    wake("load " + name, () -> router.route(name).ifPresent(loads::reconcile));
  }

  void takeAway(Landed files, String path) {
    files.takeAway(path);
    trouble.note(path + " is taken away");
  }

  /** Ends a job, and sends word of it. */
  void endJob(String id, boolean well) {
    Job job =
        well ? warehouse.run(id) : warehouse.fail(id, "backendError", "The simulator says no.");
    trouble.note("job %s ends: %s".formatted(id, job.failure()));
    Optional<TableId> table = Labels.table(warehouse.request(id).labels());
    table.ifPresent(of -> wake("completion " + of, () -> completions.wake(of)));
  }

  void extract(Instant slot) {
    wake("extract " + slot, () -> extracts.extract("shop", slot));
  }

  void sweep() {
    turns.add("sweep (" + ++calls + ")", () -> attempt(sweep::run));
  }

  void pass(Duration time) {
    clock.advance(time);
  }

  private void wake(String name, Runnable work) {
    if (trouble.mayGoWrong() && faults.may(Kind.LOST_WAKE) && random.nextInt(5) == 0) {
      trouble.note("the wake '" + name + "' is lost");
      return;
    }
    wakes.add(new Wake(name, work));
    if (trouble.mayGoWrong() && faults.may(Kind.REPEATED_WAKE) && random.nextInt(4) == 0) {
      wakes.add(new Wake(name, work));
    }
  }

  boolean hasWakes() {
    return !wakes.isEmpty();
  }

  /** Delivers a wake, any of those on their way. */
  void deliver() {
    Wake wake = wakes.remove(random.nextInt(wakes.size()));
    turns.add(
        wake.name() + " (" + ++calls + ")",
        () -> {
          if (!attempt(wake.work())) {
            wake(wake.name(), wake.work());
          }
        });
  }

  /** Whether a function's work ended well; what is unavailable is noted, and tried again. */
  private boolean attempt(Runnable work) {
    try {
      work.run();
      return true;
    } catch (UnavailableException e) {
      trouble.note("is unavailable: " + e.getMessage());
      return false;
    }
  }
}

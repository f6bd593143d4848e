package sluice.testing.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import sluice.UnavailableException;
import sluice.plan.LandingPaths;
import sluice.plan.LandingTable;
import sluice.plan.Plans;
import sluice.plan.WriteMode;
import sluice.schema.TableId;
import sluice.testing.InMemoryObjectStore;
import sluice.testing.InMemoryWarehouse;
import sluice.testing.ManualClock;
import sluice.testing.Modified;
import sluice.testing.SmallSql;
import sluice.testing.sim.Turns.Caller;
import sluice.testing.sim.Turns.Killed;
import sluice.warehouse.Job;
import sluice.warehouse.JobRequest;
import sluice.warehouse.Labels;

/** A pipeline, the functions that tend it, and the events that wake them. */
final class World {

  /** A row that the check of {@link Tables#SALES} refuses. */
  static final String POISON = "poison";

  /** What a stretch of a call takes. */
  private static final Duration SOME_TIME = Duration.ofMillis(20);

  final Setting setting;
  final Tally tally = new Tally();
  final Hearing hearing = new Hearing();
  final Turns turns = new Turns(hearing::around);
  final ManualClock clock = ManualClock.atNoon();
  final InMemoryObjectStore store = new InMemoryObjectStore(clock);
  final InMemoryWarehouse warehouse = new InMemoryWarehouse(store, new SmallSql(), clock);
  final Modified modified = new Modified();
  final Events events = new Events(clock, tally);
  final Arrivals arrivals;

  private final Trace trace;
  private final LandingTable orderFiles;
  private final Plans published = new Plans(store);
  private final Readers readers = new Readers(this);
  private final List<Instance> instances = new ArrayList<>();
  private int calls;
  private String suffix = "";

  World(Setting setting, Trace trace) {
    this.setting = setting;
    this.trace = trace;
    this.orderFiles = Tables.orderFiles(setting.jobsPerDay());
    this.arrivals = new Arrivals(this, new Landed(store, orderFiles));
    Trouble trouble = new Trouble(turns, trace, tally);
    TroubledStore objects = new TroubledStore(store, trouble, this::finalized);
    TroubledWarehouse jobs =
        new TroubledWarehouse(new Metered(warehouse, modified, clock), trouble);
    for (Duration skew : setting.skews()) {
      instances.add(
          new Instance(
              objects,
              jobs,
              arrivals.source,
              Instance.skewed(clock, skew),
              () -> "call" + ++calls));
    }
    published.publish(Tables.plan(orderFiles, suffix));
  }

  String suffix() {
    return suffix;
  }

  void note(String what) {
    trace.note(turns.name(), () -> what);
  }

  void changePlan() {
    suffix = suffix.isEmpty() ? "!" : "";
    published.publish(Tables.plan(orderFiles, suffix));
    tally.count("event: plan changed");
    note("the plan changes to suffix '" + suffix + "'");
  }

  /** Word of an extract's commit; of other objects that functions make nobody needs to hear. */
  private void finalized(String object) {
    LandingPaths.landingName(object)
        .flatMap(name -> Tables.plan(orderFiles, suffix).landingTable(name))
        .ifPresent(table -> finalized(table.id()));
  }

  private void finalized(TableId table) {
    events.send("load " + table, instance -> instance.loads.landed(table));
  }

  void pass(Duration time) {
    clock.advance(time);
    note(time + " passes");
  }

  boolean hasEvents() {
    return !events.isEmpty();
  }

  void lose(int pick) {
    if (hasEvents()) {
      note("the event '" + events.lose(pick).name() + "' is lost");
    }
  }

  void repeat(int pick) {
    if (hasEvents()) {
      events.repeat(pick);
    }
  }

  void deliver(int pick, int instance) {
    if (hasEvents() && turns.callers().size() < setting.callers()) {
      clock.advance(SOME_TIME);
      Events.Event event = events.deliver(pick);
      call(event.name(), event.work(), instance);
    }
  }

  void sweep(int instance) {
    if (turns.callers().size() < setting.callers()) {
      tally.count("event: sweep");
      call("sweep", functions -> functions.sweep.run(), instance);
    }
  }

  private void call(String name, Consumer<Instance> work, int pick) {
    Instance instance = instances.get(pick % instances.size());
    String caller = "%s (%d)".formatted(name, ++calls);
    turns.add(caller, () -> attempt(name, work, instance));
  }

  /** What is unavailable is tried again, as the platform delivers an event again. */
  private void attempt(String name, Consumer<Instance> work, Instance instance) {
    try {
      work.accept(instance);
    } catch (UnavailableException e) {
      note("is unavailable: " + e.getMessage());
      events.send(name, work);
    }
  }

  void finish(int pick) {
    if (!turns.awake().isEmpty()) {
      Caller caller = turns.awake().get(pick % turns.awake().size());
      turns.finish(caller);
      clock.advance(SOME_TIME);
      ended(caller);
    }
  }

  void proceed(int pick, int count, Ending ending) {
    if (!turns.awake().isEmpty()) {
      Caller caller = turns.awake().get(pick % turns.awake().size());
      turns.run(caller, count, ending);
      clock.advance(SOME_TIME);
      if (caller.asleep()) {
        tally.count("fault: caller held up");
        note(caller.name() + " is held up");
      }
      ended(caller);
    }
  }

  void goOn(int pick) {
    List<Caller> asleep = turns.callers().stream().filter(Caller::asleep).toList();
    if (!asleep.isEmpty()) {
      asleep.get(pick % asleep.size()).awake();
    }
  }

  private static void ended(Caller caller) {
    Throwable end = caller.end();
    if (end != null && !(end instanceof Killed)) {
      throw new AssertionError(caller.name() + " ended with " + end, end);
    }
  }

  void beginJob(int pick) {
    job(pick).ifPresent(warehouse::begin);
  }

  void endJob(int pick) {
    job(pick).ifPresent(id -> ended(warehouse.run(id)));
  }

  /** Fails a job; a lone file is not said to be what is wrong when it is not. */
  void failJob(int pick, String reason) {
    job(pick)
        .filter(id -> !Reason.OF_INPUT.contains(reason) || hasSeveralFiles(id))
        .ifPresent(id -> failJob(id, reason));
  }

  private void failJob(String id, String reason) {
    tally.count("fault: job failed, " + reason);
    ended(warehouse.fail(id, reason, "The simulator fails it as " + reason + "."));
  }

  private Optional<String> job(int pick) {
    List<String> jobs = warehouse.unfinished();
    return jobs.isEmpty() ? Optional.empty() : Optional.of(jobs.get(pick % jobs.size()));
  }

  private boolean hasSeveralFiles(String id) {
    return warehouse.request(id) instanceof JobRequest.Load load
        && load.writeMode() != WriteMode.REPLACE_PARTITION
        && load.uris().size() > 1;
  }

  /** Word of a job's end, to whoever tends its table. */
  private void ended(Job job) {
    note("job %s ends: %s".formatted(job.id(), job.failure().map(Job.Failure::reason)));
    tally.count(job.succeeded() ? "event: job ended well" : "event: job ended badly");
    if (job.succeeded()) {
      readers.look();
    }
    Labels.table(warehouse.request(job.id()).labels())
        .ifPresent(
            table ->
                events.send("completion " + table, instance -> instance.completions.wake(table)));
  }
}

package sluice.testing.sim;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import sluice.testing.sim.Arrivals.Dropped;

/**
 * One run: things happen as a script says, then the world heals, is swept twice, and must be as if
 * nothing had ever gone wrong. The same script gives the same run.
 */
final class Simulation {

  private static final Duration PAST_EVERY_PAUSE = Duration.ofMinutes(20);
  private static final Duration PAST_EVERY_HOLD = Duration.ofHours(25);

  /** More than any table needs that may have a few jobs a day. */
  private static final int MOST_DAYS = 60;

  private final Script script;
  private final Random random;
  private final World world;
  private final Promises promises;

  private Simulation(Script script, Trace trace) {
    this.script = script;
    this.random = new Random(script.seed());
    this.world = new World(script.setting(), trace);
    this.promises = new Promises(world);
  }

  /** How a run ended: what did not hold, if something did not. */
  record Outcome(@Nullable Throwable failure, Tally tally) {
    boolean holds() {
      return failure == null;
    }
  }

  static Outcome run(Script script) {
    return run(script, Trace.none());
  }

  @SuppressWarnings("CatchingUnchecked") // Whatever a run dies of is what it has to tell.
  static Outcome run(Script script, Trace trace) {
    Simulation simulation = new Simulation(script, trace);
    try {
      simulation.run();
      return new Outcome(null, simulation.world.tally);
    } catch (RuntimeException | AssertionError e) {
      return new Outcome(e, simulation.world.tally);
    } finally {
      simulation.world.turns.killAll();
    }
  }

  private void run() {
    if (script.setting().begun()) {
      arrive("first");
      settle();
    }
    script.moves().forEach(move -> move.make(world));
    world.note("the world heals");
    arrive("last");
    quiet();
    promises.check();
    promises.checkThatNothingIsLeftToDo(this::sweep);
  }

  /** The last arrivals are clean, so that every input moves once more. */
  private void arrive(String path) {
    world.arrivals.land(Dropped.SHOPS, path, List.of("s_" + path));
    world.arrivals.land(Dropped.ORDERS, path, List.of("o_" + path));
    world.arrivals.extract(1, path.equals("first") ? 0 : 10_000);
  }

  /** Two sweeps; a table that may have a few jobs a day needs days. */
  private void quiet() {
    if (script.setting().jobsPerDay().isEmpty()) {
      for (int sweep = 0; sweep < 2; sweep++) {
        world.pass(PAST_EVERY_PAUSE);
        sweep();
      }
      return;
    }
    int jobs = -1;
    for (int day = 0; day < MOST_DAYS && jobs != world.warehouse.jobs().size(); day++) {
      jobs = world.warehouse.jobs().size();
      world.pass(PAST_EVERY_HOLD);
      sweep();
      sweep();
    }
  }

  private void sweep() {
    settleSome();
    world.sweep(random.nextInt(8));
    settle();
  }

  /** Makes room for one caller more. */
  private void settleSome() {
    while (world.turns.callers().size() >= script.setting().callers()) {
      step();
    }
  }

  /** Lets everything under way come to its end. */
  private void settle() {
    while (world.hasEvents()
        || !world.turns.callers().isEmpty()
        || !world.warehouse.unfinished().isEmpty()) {
      step();
    }
  }

  private void step() {
    if (world.turns.awake().isEmpty()) {
      world.goOn(0);
    }
    int pick = random.nextInt(1_000);
    switch (random.nextInt(8)) {
      case 0, 1 -> world.endJob(pick);
      case 2, 3, 4 -> world.deliver(pick, random.nextInt(8));
      case 5 -> world.proceed(pick, 1 + random.nextInt(8), Ending.WAITS);
      default -> world.finish(pick);
    }
  }
}

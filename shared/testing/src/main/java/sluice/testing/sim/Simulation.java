package sluice.testing.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import sluice.testing.sim.Faults.Kind;
import sluice.testing.sim.Turns.Caller;
import sluice.testing.sim.Turns.Killed;

/**
 * One run: things happen in an order that the seed decides, then the world heals, is swept twice,
 * and must be as if nothing had ever gone wrong. The same seed and faults give the same run.
 */
final class Simulation {

  private static final int FILES = 6;
  private static final Duration PAST_EVERY_PAUSE = Duration.ofMinutes(20);

  private final Faults faults;
  private final Random random;
  private final World world;
  private int rows;
  private int slots;
  private boolean quiet;

  private Simulation(long seed, Faults faults) {
    this.faults = faults;
    this.random = new Random(seed);
    this.world = new World(faults, random);
  }

  /** How a run ended: what did not hold, if something did not, and what was done. */
  record Outcome(@Nullable Throwable failure, List<String> script) {
    boolean holds() {
      return failure == null;
    }
  }

  /** The run of a seed, with the faults that the seed says. */
  static Outcome run(long seed) {
    return run(seed, Faults.of(new Random(~seed)));
  }

  @SuppressWarnings("CatchingUnchecked") // Whatever a run dies of is what it has to tell.
  static Outcome run(long seed, Faults faults) {
    Simulation simulation = new Simulation(seed, faults);
    try {
      simulation.run();
      return new Outcome(null, simulation.world.trouble.script());
    } catch (RuntimeException | AssertionError e) {
      return new Outcome(e, simulation.world.trouble.script());
    } finally {
      List.copyOf(simulation.world.turns.callers()).forEach(simulation.world.turns::kill);
    }
  }

  private void run() {
    if (random.nextBoolean()) {
      begin();
    }
    for (int move = 0; move < faults.moves(); move++) {
      move();
    }
    heal();
    for (int sweep = 0; sweep < 2; sweep++) {
      quiet = sweep > 0;
      world.pass(PAST_EVERY_PAUSE);
      world.sweep();
      settle();
    }
    assertAllHolds();
  }

  private void move() {
    switch (random.nextInt(16)) {
      case 0, 1 -> land();
      case 2 -> drop();
      case 3 -> extract();
      case 4 -> world.pass(Duration.ofSeconds(random.nextInt(30)));
      case 5 -> kill();
      case 6 -> changePlan();
      case 7 -> {
        if (world.turns.callers().size() < faults.callers()) {
          world.sweep();
        }
        wakeSleeper();
      }
      case 8, 9, 10 -> endJob();
      default -> proceed();
    }
  }

  private void wakeSleeper() {
    world.turns.callers().stream()
        .filter(Caller::asleep)
        .findFirst()
        .filter(sleeper -> random.nextBoolean())
        .ifPresent(Caller::awake);
  }

  private void land() {
    boolean again = faults.may(Kind.OVERWRITE);
    String path = again ? "f" + random.nextInt(FILES) : "f" + ++rows;
    boolean bad = faults.may(Kind.BAD_FILE) && random.nextInt(6) == 0;
    if (random.nextInt(4) > 0) {
      List<String> ids = bad ? List.of() : List.of("o" + ++rows, "o" + ++rows);
      world.land(world.orders, World.ORDERS, path, ids);
    } else {
      boolean poison = faults.may(Kind.FAILED_CHECK) && random.nextInt(3) == 0;
      List<String> ids = bad ? List.of() : List.of(poison ? World.POISON : "s" + ++rows);
      world.land(world.shops, World.SHOPS, path, ids);
    }
  }

  private void drop() {
    if (faults.may(Kind.OVERWRITE) && random.nextInt(4) == 0) {
      world.takeAway(world.orders, "f" + random.nextInt(FILES));
    }
  }

  private void extract() {
    if (faults.may(Kind.EXTRACT)) {
      world.source.grow(random.nextInt(3));
      slots += random.nextInt(2);
      world.extract(slot());
    }
  }

  private void kill() {
    List<Caller> callers = world.turns.callers();
    if (faults.may(Kind.KILL) && !callers.isEmpty()) {
      Caller victim = callers.get(random.nextInt(callers.size()));
      world.trouble.note("kills " + victim.name());
      world.turns.kill(victim);
    }
  }

  private void changePlan() {
    if (faults.may(Kind.CHANGED_PLAN) && random.nextInt(3) == 0) {
      world.changePlan();
    }
  }

  private void endJob() {
    List<String> jobs = world.warehouse.unfinished();
    if (!jobs.isEmpty()) {
      boolean fails =
          world.trouble.mayGoWrong() && faults.may(Kind.FAILED_JOB) && random.nextInt(5) == 0;
      world.endJob(jobs.get(random.nextInt(jobs.size())), !fails);
      assertReadersSeeOnlyWhatWasChecked();
    }
  }

  /** Lets somebody go on for a while, or wakes somebody. */
  private void proceed() {
    List<Caller> awake = awake();
    boolean wakes = world.hasWakes() && awake.size() < faults.callers();
    if (wakes && (awake.isEmpty() || random.nextBoolean())) {
      world.deliver();
      awake = awake();
    }
    if (awake.isEmpty()) {
      world.turns.callers().forEach(Caller::awake);
    } else {
      proceed(awake.get(random.nextInt(awake.size())));
    }
  }

  private void proceed(Caller caller) {
    if (random.nextInt(6) >= (quiet ? 1 : 4)) {
      world.turns.finish(caller);
      assertEndedWell(caller);
    } else if (world.turns.run(caller, 1 + random.nextInt(8))) {
      assertEndedWell(caller);
    } else if (random.nextInt(5) == 0) {
      world.trouble.note(caller.name() + " is held up");
      caller.fallAsleep();
    }
  }

  private List<Caller> awake() {
    return world.turns.callers().stream().filter(caller -> !caller.asleep()).toList();
  }

  private static void assertEndedWell(Caller caller) {
    Throwable end = caller.end();
    if (end != null && !(end instanceof Killed)) {
      throw new AssertionError(caller.name() + " ended with " + end, end);
    }
  }

  /** A pipeline that has run for a while. */
  private void begin() {
    quiet = true;
    world.land(world.shops, World.SHOPS, "first", List.of("s" + ++rows));
    world.land(world.orders, World.ORDERS, "first", List.of("o" + ++rows));
    settle();
    quiet = false;
  }

  /** Arrivals stop: a last clean snapshot of the shops, a last file, a last extract. */
  private void heal() {
    world.trouble.heal();
    world.land(world.shops, World.SHOPS, "last", List.of("s" + ++rows));
    world.land(world.orders, World.ORDERS, "last", List.of("o" + ++rows));
    world.source.grow(1);
    slots++;
    world.extract(slot());
  }

  /** Lets everything under way come to its end. */
  private void settle() {
    while (world.hasWakes()
        || !world.turns.callers().isEmpty()
        || !world.warehouse.unfinished().isEmpty()) {
      if (random.nextInt(3) == 0) {
        endJob();
      } else {
        proceed();
      }
    }
  }

  private Instant slot() {
    return Instant.parse("2026-03-02T00:00:00Z").plus(Duration.ofMinutes(slots));
  }

  private void assertReadersSeeOnlyWhatWasChecked() {
    List<String> ids = world.warehouse.ids(World.SALES);
    assertThat(ids).as("checked rows").noneMatch(id -> id.startsWith(World.POISON));
    long changed = ids.stream().filter(id -> id.endsWith("!")).count();
    assertThat(changed).as("rows of one definition").isIn(0L, (long) ids.size());
    assertThat(ids).as("rows, each once").doesNotHaveDuplicates();
  }

  private void assertAllHolds() {
    assertThat(world.warehouse.ids(World.ORDERS)).as("lake.orders").isEqualTo(world.orders.ids());
    assertThat(world.warehouse.ids(World.SHOPS)).as("lake.shops").isEqualTo(world.shops.lastIds());
    assertThat(world.warehouse.ids(World.USERS))
        .as("lake.users")
        .isEqualTo(world.source.ids().stream().sorted().toList());
    assertThat(world.orders.quarantined())
        .as("files in quarantine")
        .isEqualTo(world.orders.badFiles());
    assertThat(world.orders.left()).as("files left").isEmpty();
    assertThat(world.shops.left()).as("files left").isEmpty();
    assertThat(world.warehouse.ids(World.SALES)).as("mart.sales").isEqualTo(world.sales());
    assertThat(world.warehouse.ids(World.REPORT)).as("mart.report").isEqualTo(world.report());
    assertThat(world.warehouse.ids(World.LATEST)).as("mart.latest").isEqualTo(world.report());
    int jobs = world.warehouse.jobs().size();
    world.sweep();
    settle();
    assertThat(world.warehouse.jobs()).as("jobs, after one more sweep").hasSize(jobs);
  }
}

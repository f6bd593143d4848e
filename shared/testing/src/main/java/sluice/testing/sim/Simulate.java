package sluice.testing.sim;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import sluice.testing.sim.Simulation.Outcome;

/** Runs simulations by their seeds. */
public final class Simulate {

  private static final Duration LONGEST_SHRINKING = Duration.ofSeconds(60);
  private static final int PROGRESS = 5_000;

  /** Seeds of which the first one is sought that does not hold, on every core. */
  private static final int AT_A_TIME = 64;

  private final Tally tally = new Tally();
  private final AtomicLong done = new AtomicLong();
  private final LongConsumer progress;

  private Simulate(LongConsumer progress) {
    this.progress = progress;
  }

  /** Runs {@code count} seeds from {@code from} on; ends with 1 if one does not hold. */
  @SuppressWarnings("SystemOut") // A command for people.
  public static void main(String[] arguments) {
    if (arguments.length != 2) {
      System.err.printf(
          "There are %d arguments, not 2. Write: simulate FROM COUNT.%n", arguments.length);
      System.exit(2);
    }
    long from = Long.parseLong(arguments[0]);
    long count = Long.parseLong(arguments[1]);
    Simulate simulate =
        new Simulate(seeds -> System.out.printf("%,d of %,d seeds hold.%n", seeds, count));
    Optional<Long> failing = simulate.run(from, count);
    simulate.counts().forEach((what, times) -> System.out.printf("%,14d  %s%n", times, what));
    System.out.printf(
        "%,14d  events and %,d faults in %,d seeds%n",
        simulate.tally.total("event: "), simulate.tally.total("fault: "), simulate.done.get());
    failing.ifPresent(seed -> System.out.println(explain(seed)));
    System.exit(failing.isPresent() ? 1 : 0);
  }

  /** The first seed that does not hold; runs share nothing, so every core takes some. */
  public static Optional<Long> failing(long from, long count) {
    return new Simulate(seeds -> {}).run(from, count);
  }

  private Optional<Long> run(long from, long count) {
    Optional<Long> failing = Optional.empty();
    for (long at = from; at < from + count && failing.isEmpty(); at += AT_A_TIME) {
      failing =
          LongStream.range(at, Math.min(from + count, at + AT_A_TIME))
              .parallel()
              .filter(seed -> !holds(seed))
              .boxed()
              .findFirst();
    }
    return failing;
  }

  private boolean holds(long seed) {
    Outcome outcome = Simulation.run(Script.of(seed));
    tally.add(outcome.tally());
    long seeds = done.incrementAndGet();
    if (seeds % PROGRESS == 0) {
      progress.accept(seeds);
    }
    return outcome.holds();
  }

  private Map<String, Long> counts() {
    return tally.counts();
  }

  /** What does not hold for a seed, by the shortest script that was found to show it. */
  public static String explain(long seed) {
    Script script = Script.of(seed);
    Outcome outcome = Simulation.run(script);
    Script shortest = Shrinking.of(script, LONGEST_SHRINKING);
    Trace trace = Trace.kept();
    Outcome shown = Simulation.run(shortest, trace);
    StringBuilder text = new StringBuilder();
    text.append("Seed %d does not hold: %s%n".formatted(seed, outcome.failure()));
    text.append(
        "%d of its %d moves are enough (%s):%n"
            .formatted(shortest.moves().size(), script.moves().size(), shortest.setting()));
    trace.lines().forEach(line -> text.append("  ").append(line).append('\n'));
    return text.append(shown.failure()).toString();
  }
}

package sluice.testing.sim;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import sluice.testing.sim.Simulation.Outcome;

/** Runs simulations by their seeds: {@code Simulate <from> <count>}. */
public final class Simulate {

  /** How many seeds are tried to see whether a simpler run fails too. */
  private static final int TRIES = 40;

  private Simulate() {}

  /** Runs {@code count} seeds from {@code from} on; ends with 1 if one does not hold. */
  @SuppressWarnings("SystemOut") // A command for people.
  public static void main(String[] arguments) {
    if (arguments.length != 2) {
      System.err.printf(
          "There are %d arguments, not 2. Write: Simulate <from> <count>.%n", arguments.length);
      System.exit(2);
    }
    long from = Long.parseLong(arguments[0]);
    long count = Long.parseLong(arguments[1]);
    List<Long> failed = failures(from, count);
    System.out.printf("%d of %d seeds do not hold: %s%n", failed.size(), count, failed);
    if (!failed.isEmpty()) {
      System.out.println(explain(failed.get(0)));
      System.exit(1);
    }
    System.exit(0);
  }

  /** The seeds that do not hold; runs share nothing, so every core takes some. */
  public static List<Long> failures(long from, long count) {
    return LongStream.range(from, from + count)
        .parallel()
        .filter(seed -> !Simulation.run(seed).holds())
        .boxed()
        .toList();
  }

  /** What does not hold for a seed, by the shortest run that was found to show it. */
  public static String explain(long seed) {
    Faults faults = Faults.of(new Random(~seed));
    Outcome outcome = Simulation.run(seed, faults);
    StringBuilder text = new StringBuilder();
    text.append("Seed ").append(seed).append(" (").append(faults).append(") does not hold: ");
    text.append(outcome.failure()).append('\n');
    Failing shortest = shortest(new Failing(seed, faults, outcome));
    text.append("A short run that does not hold either, seed ").append(shortest.seed());
    text.append(" with ").append(shortest.faults()).append(":\n");
    shortest.outcome().script().forEach(line -> text.append("  ").append(line).append('\n'));
    return text.append(shortest.outcome().failure()).toString();
  }

  private record Failing(long seed, Faults faults, Outcome outcome) {}

  private static Failing shortest(Failing failing) {
    for (Faults simpler : failing.faults().simpler()) {
      for (long seed = failing.seed(); seed < failing.seed() + TRIES; seed++) {
        Outcome outcome = Simulation.run(seed, simpler);
        if (!outcome.holds()) {
          return shortest(new Failing(seed, simpler, outcome));
        }
      }
    }
    return failing;
  }
}

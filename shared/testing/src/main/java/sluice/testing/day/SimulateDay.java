package sluice.testing.day;

import java.time.Duration;

/** Runs the day of docs/performance.md. */
public final class SimulateDay {

  private SimulateDay() {}

  /** Prints the figures. */
  @SuppressWarnings("SystemOut") // A command for people.
  public static void main(String[] arguments) {
    double scale = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 1;
    Figures figures =
        new Day(101)
            .withBursts((int) (1_400_000 * scale))
            .withStream(200, Duration.ofSeconds((long) (3_600 * scale)))
            .run();
    System.out.print(figures.report());
  }
}

package sluice.testing.day;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.LoggerFactory;

/** Runs the day of docs/performance.md. */
public final class SimulateDay {

  /** One gets files without a pause, the others in bursts. */
  private static final int TABLES = 101;

  private static final int FILES = 1_400_000;
  private static final int FILES_A_SECOND = 200;
  private static final Duration STREAM = Duration.ofHours(1);

  private SimulateDay() {}

  /**
   * Prints the figures, and writes a plot of them.
   *
   * @param arguments the plot's file, and which share of the day's files comes; both may be left
   *     out
   */
  @SuppressWarnings("SystemOut") // A command for people.
  public static void main(String[] arguments) {
    if (LoggerFactory.getLogger("sluice") instanceof Logger log) {
      log.setLevel(Level.WARN);
    }
    double scale = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 1;
    Figures figures = run(scale);
    System.out.print(figures.report());
    if (arguments.length > 0) {
      write(Path.of(arguments[0]), DayPlot.of(figures));
      System.out.printf("The plot is in %s.%n", arguments[0]);
    }
  }

  static Figures run(double scale) {
    return new Day(TABLES)
        .withBursts((int) (FILES * scale))
        .withStream(FILES_A_SECOND, Duration.ofMillis((long) (STREAM.toMillis() * scale)))
        .run();
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

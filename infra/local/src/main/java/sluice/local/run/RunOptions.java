package sluice.local.run;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import sluice.RejectedException;

/**
 * What {@code deploy.sh local} is asked for.
 *
 * @param once whether to end after the first complete pass
 * @param orders how large the example company is
 * @param port of the local cloud; 0 for any free one
 * @param directory where everything is kept between two runs
 * @param repository where the functions and the pipeline lie
 */
record RunOptions(boolean once, int orders, int port, Path directory, Path repository) {

  static final int DEFAULT_PORT = 9199;
  static final int DEFAULT_ORDERS = 100_000;

  static final String USAGE =
      """
      ./deploy.sh local [--once] [--orders N] [--port N] [--directory PATH]
        --once            end after the first complete pass: 0 when everything is published
        --orders N        size of the example company (default %d), decided by the first run
        --port N          of the local cloud on 127.0.0.1 (default %d; 0: any free one)
        --directory PATH  where everything is kept (default .sluice); delete it to begin anew"""
          .formatted(DEFAULT_ORDERS, DEFAULT_PORT);

  /**
   * Reads a command line.
   *
   * @throws RejectedException when it is not of the usage's form
   */
  static RunOptions parse(List<String> arguments, Path repository) {
    boolean once = false;
    int orders = DEFAULT_ORDERS;
    int port = DEFAULT_PORT;
    Path directory = repository.resolve(".sluice");
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String option = rest.next();
      switch (option) {
        case "--once" -> once = true;
        case "--orders" -> orders = number(option, rest, 1, 100_000_000);
        case "--port" -> port = number(option, rest, 0, 65_535);
        case "--directory" -> directory = Path.of(value(option, rest)).toAbsolutePath();
        default ->
            throw new RejectedException(
                "'%s' is no option of ./deploy.sh local. Write:\n%s".formatted(option, USAGE));
      }
    }
    return new RunOptions(once, orders, port, directory.toAbsolutePath(), repository);
  }

  private static int number(String option, Iterator<String> rest, int least, int most) {
    String text = value(option, rest);
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw new RejectedException(
        "%s is '%s'. Write a number from %d to %d.".formatted(option, text, least, most));
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new RejectedException("%s has no value. Write:\n%s".formatted(option, USAGE));
    }
    return rest.next();
  }
}

package sluice.local.bench;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import sluice.RejectedException;

/**
 * What a measurement is asked for.
 *
 * @param server which database
 * @param rows of the table that is read
 * @param pairs how often each of the two is timed, in turn
 * @param parallelism how many connections the extract reads on
 * @param heapMiB the largest heap of the function's process
 * @param megabytes of the large object that is taken over
 * @param directory where the database is kept between two runs
 * @param repository where the built functions lie
 */
record BenchOptions(
    OrdersDatabase.Server server,
    int rows,
    int pairs,
    int parallelism,
    int heapMiB,
    int megabytes,
    Path directory,
    Path repository) {

  static final String WIDE = "wide";
  static final String OBJECTS = "objects";

  static final String USAGE =
      """
      infra/bin/bench extract [--rows N] [--pairs N] [--parallelism N] [--directory PATH]
        Times extract-database on a table of orders in PostgreSQL against a plain binary COPY to
        nowhere.
      infra/bin/bench extract-mariadb [the same options]
        Times it on such a table in MariaDB against `mariadb --quick` to nowhere.
      infra/bin/bench wide [the same options] [--heap MIB]
        Reads 60 rows of 20 MB each, on 2 connections, and tells how much memory that takes.
      infra/bin/bench objects [--rows N] [--megabytes N] [--heap MIB] [--directory PATH]
        Takes an object of --megabytes over (default 3000), killed half-way, and --rows small ones.
        --rows N          of the table (default 5000000, in MariaDB 1000000, objects 10000)
        --pairs N         how often each is timed, in turn (default 5)
        --parallelism N   connections of one extract (default 2)
        --heap MIB        the largest heap of the function's process (default 64, wide and objects 256)
        --directory PATH  where the database is kept (default .sluice/bench)""";

  /**
   * Reads a command line.
   *
   * @throws RejectedException when it is not of the usage's form
   */
  static BenchOptions parse(List<String> arguments, Path repository) {
    OrdersDatabase.Server server = server(arguments);
    boolean wide = arguments.get(0).equals(WIDE);
    boolean objects = arguments.get(0).equals(OBJECTS);
    int rows = wide ? 60 : objects ? 10_000 : server.rows();
    int pairs = 5;
    int parallelism = 2;
    int heap = wide || objects ? 256 : 64;
    int megabytes = 3_000;
    Path directory = repository.resolve(".sluice/bench");
    for (Iterator<String> rest = arguments.listIterator(1); rest.hasNext(); ) {
      String option = rest.next();
      switch (option) {
        case "--rows" -> rows = number(option, rest, 100_000_000);
        case "--pairs" -> pairs = number(option, rest, 1000);
        case "--parallelism" -> parallelism = number(option, rest, 16);
        case "--megabytes" -> megabytes = number(option, rest, 1_000_000);
        case "--heap" -> heap = number(option, rest, 16_384);
        case "--directory" -> directory = Path.of(value(option, rest));
        default ->
            throw new RejectedException("'%s' is no option. Write:\n%s".formatted(option, USAGE));
      }
    }
    return new BenchOptions(
        server, rows, pairs, parallelism, heap, megabytes, directory.toAbsolutePath(), repository);
  }

  private static OrdersDatabase.Server server(List<String> arguments) {
    return switch (arguments.isEmpty() ? "" : arguments.get(0)) {
      case "extract", WIDE, OBJECTS -> OrdersDatabase.Server.POSTGRESQL;
      case "extract-mariadb" -> OrdersDatabase.Server.MARIADB;
      default -> throw new RejectedException("Say what to measure. Write:\n" + USAGE);
    };
  }

  private static int number(String option, Iterator<String> rest, int most) {
    String text = value(option, rest);
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw new RejectedException(
        "%s is '%s'. Write a number from 1 to %d.".formatted(option, text, most));
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new RejectedException("%s has no value. Write:\n%s".formatted(option, USAGE));
    }
    return rest.next();
  }
}

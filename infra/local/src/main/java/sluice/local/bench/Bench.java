package sluice.local.bench;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import sluice.RejectedException;
import sluice.extract.Commit;
import sluice.local.LocalCloud;

/** {@code infra/bin/bench}: times one thing against its floor, in turn, and prints the ratios. */
public final class Bench {

  private static final int MEGABYTE = 1_000_000;

  private final BenchOptions options;
  private final PrintStream out;

  private Bench(BenchOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** The first argument is the repository's folder. */
  public static void main(String[] arguments) throws IOException {
    List<String> all = List.of(arguments);
    try {
      Path repository = Path.of(all.get(0)).toAbsolutePath().normalize();
      if (all.size() > 1 && all.get(1).equals(BenchOptions.WIDE)) {
        WideBench.run(BenchOptions.parse(all.subList(1, all.size()), repository), System.out);
      } else {
        new Bench(BenchOptions.parse(all.subList(1, all.size()), repository), System.out).run();
      }
    } catch (RejectedException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
    System.exit(0);
  }

  /**
   * One pair.
   *
   * @param floor seconds that the floor took
   * @param extract seconds that the extract took, from the call to its answer
   * @param server processor seconds of the database for the extract
   * @param client processor seconds of the function's process for the call
   * @param life the same, with its start
   * @param peakMiB the most memory that the function's process had resident
   */
  private record Pair(
      double floor, double extract, double server, double client, double life, double peakMiB) {}

  private void run() throws IOException {
    Path directory = options.directory();
    Path cloudFolder = Files.createTempDirectory(Files.createDirectories(directory), "cloud");
    try (OrdersDatabase database = options.server().start(directory, options.rows());
        LocalCloud cloud =
            LocalCloud.start("sluice-bench", cloudFolder, 0, InstantSource.system())) {
      Floor floor = database.floor();
      ExtractFunction function =
          new ExtractFunction(
              cloud, database, options.repository(), options.parallelism(), options.heapMiB());
      out.printf("%,d rows; the floor is %s; load %s.%n", options.rows(), floor.name(), load());
      out.println(
          "pair  floor s  extract s  ratio  server CPU s  our CPU s  with start  ratio  peak MiB");
      List<Pair> pairs = new ArrayList<>();
      for (int pair = 1; pair <= options.pairs(); pair++) {
        pairs.add(measure(pair, floor, database, function));
      }
      summary(pairs);
    } finally {
      MoreFiles.deleteRecursively(cloudFolder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private Pair measure(int number, Floor floor, OrdersDatabase database, ExtractFunction function) {
    Instant began = Instant.now();
    floor.read();
    double floorSeconds = seconds(Duration.between(began, Instant.now()));
    Duration serverBefore = database.backends();
    ProcessFigures process = function.start();
    Duration clientBefore = process.processor();
    began = Instant.now();
    Commit landed = function.extract();
    double extractSeconds = seconds(Duration.between(began, Instant.now()));
    Duration life = process.processor();
    Pair pair =
        new Pair(
            floorSeconds,
            extractSeconds,
            seconds(database.backends().minus(serverBefore)),
            seconds(life.minus(clientBefore)),
            seconds(life),
            process.peakMiB());
    function.end(landed);
    if (landed.rows() != options.rows()) {
      throw new IllegalStateException(landed.rows() + " rows landed");
    }
    print(Integer.toString(number), pair);
    if (number == 1) {
      out.printf(
          "      (%d parts of %d MB in all)%n", landed.parts().size(), landed.bytes() / MEGABYTE);
    }
    return pair;
  }

  private void summary(List<Pair> pairs) {
    print(
        "all",
        new Pair(
            median(pairs, Pair::floor),
            median(pairs, Pair::extract),
            median(pairs, Pair::server),
            median(pairs, Pair::client),
            median(pairs, Pair::life),
            pairs.stream().mapToDouble(Pair::peakMiB).max().orElseThrow()));
    out.printf(
        Locale.ROOT,
        "Median of the pairs' ratios: wall %.2f, CPU %.2f (with the process's start %.2f);"
            + " largest peak %.0f MiB; load %s.%n",
        median(pairs, pair -> pair.extract / pair.floor),
        median(pairs, pair -> pair.client / pair.server),
        median(pairs, pair -> pair.life / pair.server),
        pairs.stream().mapToDouble(Pair::peakMiB).max().orElseThrow(),
        load());
  }

  private void print(String label, Pair pair) {
    out.printf(
        Locale.ROOT,
        "%4s %8.2f %10.2f %6.2f %13.2f %10.2f %11.2f %6.2f %9.0f%n",
        label,
        pair.floor,
        pair.extract,
        pair.extract / pair.floor,
        pair.server,
        pair.client,
        pair.life,
        pair.client / pair.server,
        pair.peakMiB);
  }

  private static double median(List<Pair> pairs, ToDoubleFunction<Pair> figure) {
    double[] sorted = pairs.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static String load() {
    try {
      return Files.readString(Path.of("/proc/loadavg")).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }
}

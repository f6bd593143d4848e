package sluice.extract.database;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Measures a snapshot of one table of a database that stands elsewhere. Arguments: JDBC URL, table,
 * connections, turns. Not part of the build.
 */
final class ExtractBenchmark {
  private ExtractBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    int connections = Integer.parseInt(arguments[2]);
    int turns = Integer.parseInt(arguments[3]);
    SourceOptions options = SourceOptions.defaults();
    for (int turn = 0; turn < turns; turn++) {
      try (PostgresSource source =
          PostgresSource.open(arguments[0], Optional.empty(), Optional.empty(), options)) {
        SourceTable table = source.table(arguments[1]);
        measure(source, TableRead.snapshot(table, Instant.EPOCH).inParallel(connections));
      }
    }
  }

  private static void measure(PostgresSource source, TableRead what) throws IOException {
    long began = System.nanoTime();
    Duration processor = processor();
    ExtractResult result = source.read(what, new Nowhere());
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%d connections: %,d rows in %.2f s, %.0f thousand rows/s, %.2f s processor, %.1f MB%n",
        what.parallelism(),
        result.rows(),
        seconds,
        result.rows() / seconds / 1e3,
        processor().minus(processor).toNanos() / 1e9,
        result.parts().stream().mapToLong(Part::bytes).sum() / 1e6);
  }

  private static Duration processor() {
    return Duration.ofNanos(
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime());
  }

  /** Takes parts and keeps nothing. */
  private static final class Nowhere implements PartSink {
    @Override
    public OutputStream open(int part) {
      return OutputStream.nullOutputStream();
    }

    @Override
    public void abandon(int part) {}
  }
}

package sluice.testing.day;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import sluice.schema.TableId;

/** What a day came to. */
record Figures(List<Table> tables, Limits limits) {

  Figures {
    tables = List.copyOf(tables);
  }

  /**
   * One table's.
   *
   * @param mostJobs in any 24 hours
   */
  record Table(TableId id, Arrivals.Files files, int jobs, int mostJobs) {}

  /**
   * What BigQuery limits.
   *
   * @param jobs of all tables
   * @param mostJobs of all tables in any 24 hours
   * @param mostUris in one job
   * @param mostBytes in one job
   */
  record Limits(int jobs, int mostJobs, int mostUris, long mostBytes) {}

  int arrived() {
    return tables.stream().mapToInt(table -> table.files().arrived()).sum();
  }

  int loaded() {
    return tables.stream().mapToInt(table -> table.files().loaded()).sum();
  }

  /** The most jobs of one table in any 24 hours. */
  int mostJobs() {
    return tables.stream().mapToInt(Table::mostJobs).max().orElse(0);
  }

  /** How long it took from arrival to loaded, in milliseconds, sorted. */
  static int[] sorted(List<Table> tables) {
    return tables.stream()
        .flatMapToInt(table -> IntStream.of(table.files().millis()))
        .sorted()
        .toArray();
  }

  /** Of sorted numbers the one that this share of them does not exceed. */
  static int quantile(int[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))];
  }

  /** As text for people. */
  String report() {
    Table stream = tables.get(0);
    List<Table> others = tables.subList(1, tables.size());
    int[] jobs = others.stream().mapToInt(Table::jobs).sorted().toArray();
    StringBuilder text = new StringBuilder();
    line(text, "%,d files arrived, %,d are loaded, each once", arrived(), loaded());
    line(text, "%,d load jobs", limits.jobs());
    line(
        text,
        "at most %,d files and %.2f TB in one job",
        limits.mostUris(),
        limits.mostBytes() / 1e12);
    line(text, "at most %,d jobs of one table in any 24 hours", mostJobs());
    line(text, "at most %,d jobs of all tables in any 24 hours", limits.mostJobs());
    text.append('\n');
    line(text, "%-28s %12s %12s", "", "tables with", "table with");
    line(text, "%-28s %12s %12s", "", "bursts", "a stream");
    row(text, "tables", others.size(), 1);
    row(
        text,
        "files",
        others.stream().mapToInt(t -> t.files().arrived()).sum(),
        stream.files().arrived());
    row(text, "jobs a table, median", quantile(jobs, 0.5), stream.jobs());
    row(text, "jobs a table, most", jobs[jobs.length - 1], stream.jobs());
    int[] burst = sorted(others);
    int[] steady = sorted(List.of(stream));
    for (double share : new double[] {0.5, 0.9, 0.99, 1}) {
      String name = share == 1 ? "longest" : "%.0f%%".formatted(share * 100);
      line(
          text,
          "%-28s %10.1f s %10.1f s",
          "arrival to loaded, " + name,
          quantile(burst, share) / 1_000.0,
          quantile(steady, share) / 1_000.0);
    }
    return text.toString();
  }

  private static void row(StringBuilder text, String name, int one, int other) {
    line(text, "%-28s %,12d %,12d", name, one, other);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  /** The tables by the jobs that they used, the most first. */
  List<Table> byJobs() {
    return tables.stream().sorted(Comparator.comparing(Table::mostJobs).reversed()).toList();
  }
}

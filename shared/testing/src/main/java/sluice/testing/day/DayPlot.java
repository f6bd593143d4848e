package sluice.testing.day;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sluice.testing.day.Plot.Scale;

/** Draws a day: what came and was loaded, what waited, how long, and how many jobs it took. */
final class DayPlot {

  private static final int MINUTES = 24 * 60;

  /** Percentiles are of the files that came within that many minutes. */
  private static final int SLICE = 10;

  private static final int HEIGHT = 170;
  private static final int STEP = 260;
  private static final int FIRST = 96;

  private DayPlot() {}

  static String of(Figures figures) {
    int height = FIRST + 3 * STEP + HEIGHT + 70;
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' width='%d' height='%d' role='img'>%n"
            .formatted(Plot.WIDTH, height, Plot.WIDTH, height));
    svg.append("<title>A simulated day of loads</title>\n").append(Palette.style());
    svg.append("<rect class='paper' width='%d' height='%d'/>%n".formatted(Plot.WIDTH, height));
    svg.append(
        "<text class='head' x='24' y='36'>A simulated day: %,d files into %d tables by %,d load jobs</text>%n"
            .formatted(figures.arrived(), figures.tables().size(), figures.limits().jobs()));
    svg.append(moves(figures)).append(backlog(figures));
    svg.append(latencies(figures)).append(jobs(figures));
    return svg.append("</svg>\n").toString();
  }

  private static String moves(Figures figures) {
    double[] arrived = arrivedAMinute(figures);
    double[] loaded = loadedAMinute(figures);
    Plot plot = linear(0, Math.max(most(arrived), most(loaded)));
    plot.title("Files arriving and loaded", "a minute")
        .legend("two", "loaded")
        .legend("one", "arriving")
        .area("one", arrived)
        .line("two", loaded)
        .line("one", arrived);
    return hours(plot).svg();
  }

  private static String backlog(Figures figures) {
    double[] arrived = arrivedAMinute(figures);
    double[] loaded = loadedAMinute(figures);
    double[] waiting = new double[MINUTES];
    double now = 0;
    for (int minute = 0; minute < MINUTES; minute++) {
      now += arrived[minute] - loaded[minute];
      waiting[minute] = now;
    }
    Plot plot = linear(1, most(waiting));
    plot.title("Files that wait", "at the end of each minute")
        .legend("one", "all tables")
        .area("one", waiting)
        .line("one", waiting);
    return hours(plot).svg();
  }

  private static String latencies(Figures figures) {
    List<Figures.Table> bursts = figures.tables().subList(1, figures.tables().size());
    List<Figures.Table> stream = figures.tables().subList(0, 1);
    double[] most = percentiles(figures.tables(), 1);
    double top = Math.pow(10, Math.ceil(Math.log10(Math.max(11, most(most)))));
    Plot plot = new Plot(FIRST + 2 * STEP, HEIGHT, top, Scale.LOGARITHMIC);
    for (double seconds = 1; seconds <= top; seconds *= 10) {
      plot.level(seconds, "%,.0f".formatted(seconds));
    }
    plot.title("From arrival to loaded", "seconds, by when files came")
        .legend("two", "stream 99 %")
        .legend("four", "stream median")
        .legend("three", "bursts 99 %")
        .legend("one", "bursts median")
        .line("three", percentiles(bursts, 0.99))
        .line("one", percentiles(bursts, 0.5))
        .line("two", percentiles(stream, 0.99))
        .line("four", percentiles(stream, 0.5));
    return hours(plot).svg();
  }

  private static String jobs(Figures figures) {
    List<Figures.Table> tables = figures.byJobs();
    Plot plot = new Plot(FIRST + 3 * STEP, HEIGHT, 1_600, Scale.LINEAR);
    for (int level = 0; level <= 1_500; level += 500) {
      plot.level(level, "%,d".formatted(level));
    }
    plot.title("Load jobs a table", "in its busiest 24 hours")
        .legend("two", "stream")
        .legend("one", "bursts")
        .limit(1_500, "BigQuery's limit");
    for (int place = 0; place < tables.size(); place++) {
      boolean stream = tables.get(place).equals(figures.tables().get(0));
      plot.bar(stream ? "two" : "one", place, tables.size(), tables.get(place).mostJobs());
    }
    for (int place = 0; place < tables.size(); place += 20) {
      plot.mark((place + 0.5) / tables.size(), place == 0 ? "most" : "%d".formatted(place + 1));
    }
    return plot.svg()
        + "<text class='below' x='%d' y='%d'>tables, by their jobs</text>%n"
            .formatted((Plot.LEFT + Plot.WIDTH - Plot.RIGHT) / 2, FIRST + 3 * STEP + HEIGHT + 38);
  }

  private static Plot linear(int place, double most) {
    double step = step(most);
    double top = Math.ceil(most / step) * step;
    Plot plot = new Plot(FIRST + place * STEP, HEIGHT, top, Scale.LINEAR);
    for (double level = 0; level <= top; level += step) {
      plot.level(level, "%,.0f".formatted(level));
    }
    return plot;
  }

  /** A round number of which three to six make that much. */
  private static double step(double most) {
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(1, most))));
    double share = most / power;
    double part = share < 1.6 ? 0.4 : share < 3.1 ? 0.5 : share < 6.1 ? 1 : 2;
    return Math.max(1, part * power);
  }

  private static Plot hours(Plot plot) {
    for (int hour = 0; hour <= 24; hour += 3) {
      plot.mark(hour / 24.0, "%02d:00".formatted(hour));
    }
    return plot;
  }

  private static double most(double[] values) {
    return Arrays.stream(values).max().orElse(1);
  }

  private static double[] arrivedAMinute(Figures figures) {
    return aMinute(figures, 0);
  }

  private static double[] loadedAMinute(Figures figures) {
    return aMinute(figures, 1);
  }

  /**
   * @param share of the time that each file took, behind its arrival
   */
  private static double[] aMinute(Figures figures, int share) {
    double[] counts = new double[MINUTES];
    for (Figures.Table table : figures.tables()) {
      int[] arrivedAt = table.files().arrivedAt();
      int[] millis = table.files().millis();
      for (int i = 0; i < millis.length; i++) {
        long at = arrivedAt[i] + (long) share * millis[i];
        counts[(int) Math.min(MINUTES - 1, at / 60_000)]++;
      }
    }
    return counts;
  }

  private static double[] percentiles(List<Figures.Table> tables, double share) {
    List<List<Integer>> slices = new ArrayList<>();
    for (int slice = 0; slice < MINUTES / SLICE; slice++) {
      slices.add(new ArrayList<>());
    }
    for (Figures.Table table : tables) {
      int[] arrivedAt = table.files().arrivedAt();
      int[] millis = table.files().millis();
      for (int i = 0; i < millis.length; i++) {
        slices.get(Math.min(slices.size() - 1, arrivedAt[i] / 60_000 / SLICE)).add(millis[i]);
      }
    }
    return slices.stream().mapToDouble(slice -> percentile(slice, share)).toArray();
  }

  private static double percentile(List<Integer> millis, double share) {
    int[] sorted = millis.stream().mapToInt(Integer::intValue).sorted().toArray();
    return sorted.length == 0 ? -1 : Figures.quantile(sorted, share) / 1_000.0;
  }
}

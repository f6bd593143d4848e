package sluice.sql.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sluice.plan.Arrival;
import sluice.sql.paths.PathSyntax;

/** Reads how files from anyone become a table's. */
final class ArrivalReader {
  private static final String MATCH = "Write paths below landing/, like partner/*/sales_*.csv.";

  private ArrivalReader() {}

  /**
   * How they arrive, with the patterns as written.
   *
   * @param match in the order in which they are written
   */
  record Read(List<Located<PathSyntax>> match, Arrival arrival) {
    /** Of files that do not come from anyone. */
    static final Read NONE = new Read(List.of(), Arrival.PLAIN);

    Read {
      match = List.copyOf(match);
    }
  }

  static Read read(Settings settings) {
    List<Located<PathSyntax>> match = settings.list("match", PathSyntax::read, MATCH);
    Optional<Duration> settle =
        settings.value("settle", Readings::duration, "Write how long, like PT1M.");
    return new Read(
        match, new Arrival(match.stream().map(each -> each.value().pattern()).toList(), settle));
  }
}

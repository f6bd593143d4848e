package sluice.load;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import sluice.plan.LandingTable;
import sluice.warehouse.Job;

/** The events of loads. */
final class LoadLog {

  private static final Logger log = LoggerFactory.getLogger(LoadExecutor.class);

  private LoadLog() {}

  /** An event about a batch. */
  static LoggingEventBuilder event(Level level, String name, LandingTable table, Batch batch) {
    return log.atLevel(level)
        .addKeyValue("event", name)
        .addKeyValue("table", table.id().toString())
        .addKeyValue("source", table.source())
        .addKeyValue("batch", batch.sequence())
        .addKeyValue("objects", batch.size());
  }

  /** A file of a batch was put aside. */
  static void quarantined(Batch batch, Claims.PutAside file, LandingTable table) {
    event(Level.WARN, "load.quarantined", table, batch)
        .addKeyValue("object", file.name())
        .addKeyValue("reason", file.reason().reason())
        .log(
            "{} cannot be loaded into {}: {} It is kept as {}.",
            file.object().path(),
            table.id(),
            file.reason().problem(),
            file.name());
  }

  /** A job of a batch failed, and is tried again. */
  static void failed(Batch batch, Job.Failure failure, LandingTable table, String next) {
    event(failure.passing() ? Level.WARN : Level.ERROR, "load.failed", table, batch)
        .addKeyValue("reason", failure.reason())
        .log(
            "Batch {} of {} failed: {} It is tried again {}.",
            batch.sequence(),
            table.id(),
            loggable(failure, table),
            next);
  }

  /** What may be logged of a failure: none of the values that its job read. */
  static String loggable(Job.Failure failure, LandingTable table) {
    return new Discretion(table.columns()).loggable(failure);
  }

  /** Files brought columns that the plan does not say. */
  static void evolved(LandingTable table, String columns) {
    log.atWarn()
        .addKeyValue("event", "table.evolved")
        .addKeyValue("table", table.id().toString())
        .addKeyValue("source", table.source())
        .log(
            "{} has columns that its pipeline does not say: {}. Write them so into its columns, in"
                + " sources/{}.yaml or sources/{}.columns.yaml.",
            table.id(),
            columns,
            table.source(),
            table.source());
  }
}

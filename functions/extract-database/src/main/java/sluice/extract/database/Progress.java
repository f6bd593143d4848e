package sluice.extract.database;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.plan.LandingTable;

/** Says now and then how far a read is. Safe for use by several threads. */
final class Progress {
  private static final Logger log = LoggerFactory.getLogger(Progress.class);
  private static final Duration EVERY = Duration.ofSeconds(30);

  private final LandingTable table;
  private final long expectedRows;
  private final InstantSource clock;
  private final Instant began;
  private Instant told;
  private long rows;
  private long bytes;

  /**
   * @param expectedRows about how many rows there are; 0 where nobody knows
   */
  Progress(LandingTable table, long expectedRows, InstantSource clock) {
    this.table = table;
    this.expectedRows = expectedRows;
    this.clock = clock;
    this.began = clock.instant();
    this.told = began;
  }

  synchronized void wrote(long moreRows, long moreBytes) {
    rows += moreRows;
    bytes += moreBytes;
    Instant now = clock.instant();
    if (!now.isBefore(told.plus(EVERY))) {
      told = now;
      tell(now);
    }
  }

  private void tell(Instant now) {
    long millis = Math.max(1, Duration.between(began, now).toMillis());
    log.atInfo()
        .addKeyValue("event", "extract.progress")
        .addKeyValue("table", table.id().toString())
        .addKeyValue("source", table.source())
        .addKeyValue("rows", rows)
        .addKeyValue("bytes", bytes)
        .addKeyValue("millis", millis)
        .log(
            "{} rows of {} so far, {}{} rows a second.",
            rows,
            table.id(),
            share(),
            rows * 1000 / millis);
  }

  /** The database's own estimate may be old: more than all of it is never said. */
  private String share() {
    return expectedRows <= 0
        ? ""
        : String.format(Locale.ROOT, "%d%%, ", Math.min(99, rows * 100 / expectedRows));
  }
}

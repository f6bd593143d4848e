package sluice.extract.database;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.UnavailableException;
import sluice.extract.Parts;
import sluice.plan.LandingTable;

/** Reads; what fails for a reason that passes is begun anew, on another connection. */
final class RetriedReads {
  private static final Logger log = LoggerFactory.getLogger(RetriedReads.class);

  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15));

  /** A read that took longer is left to the next call: this one's time is short. */
  private static final Duration WORTH_REPEATING = Duration.ofMinutes(10);

  private final Database database;
  private final InstantSource clock;
  private final DatabaseReader.Pauses pauses;

  RetriedReads(Database database, InstantSource clock, DatabaseReader.Pauses pauses) {
    this.database = database;
    this.clock = clock;
    this.pauses = pauses;
  }

  /**
   * Reads into parts that are numbered on.
   *
   * @param until when the read is given up
   * @throws OutOfTimeException if it was
   */
  ExtractResult run(
      LandingTable table, TableRead what, Parts parts, Progress progress, Optional<Instant> until) {
    Instant began = clock.instant();
    for (int attempt = 0; ; attempt++) {
      LandingSink sink = new LandingSink(parts, progress, clock, until);
      try {
        ExtractResult result = database.read(what.fromPart(parts.next()), sink);
        sink.keep(result);
        return result;
      } catch (UnavailableException e) {
        sink.discard();
        boolean late = Duration.between(began, clock.instant()).compareTo(WORTH_REPEATING) > 0;
        if (attempt == PAUSES.size() || late) {
          throw e;
        }
        retried(table, e);
        pauses.pause(PAUSES.get(attempt));
      } catch (OutOfTimeException e) {
        sink.discard();
        throw e;
      } catch (IOException e) {
        sink.discard();
        throw unwritten(what, e);
      }
    }
  }

  static UnavailableException unwritten(TableRead what, IOException cause) {
    return new UnavailableException(
        "The rows of %s could not be written. They will be read again."
            .formatted(what.table().qualifiedName()),
        cause);
  }

  private static void retried(LandingTable table, UnavailableException failure) {
    log.atWarn()
        .addKeyValue("event", "extract.retried")
        .addKeyValue("table", table.id().toString())
        .addKeyValue("source", table.source())
        .setCause(failure)
        .log("{} is read anew: {}", table.id(), failure.getMessage());
  }
}

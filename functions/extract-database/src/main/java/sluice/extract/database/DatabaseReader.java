package sluice.extract.database;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.RejectedException;
import sluice.UnavailableException;
import sluice.extract.Parts;
import sluice.extract.SourceReader;
import sluice.extract.SourceTables.Described;
import sluice.plan.LandingTable;
import sluice.plan.Origin;
import sluice.plan.ReadMode;
import sluice.schema.Column;

/** A database, read for the tables of a plan. */
public final class DatabaseReader implements SourceReader.Rereading, SourceReader.Listing {
  private static final Logger log = LoggerFactory.getLogger(DatabaseReader.class);

  /** How far behind the database's clock an incremental extract stays. */
  private static final Duration SAFETY = Duration.ofSeconds(1);

  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15));

  /** A read that took longer is left to the next call: this one's time is short. */
  private static final Duration WORTH_REPEATING = Duration.ofMinutes(10);

  private final Database database;
  private final InstantSource clock;
  private final Optional<Pseudonyms> pseudonyms;
  private final Pauses pauses;

  /** Waits. */
  public interface Pauses {
    void pause(Duration duration);
  }

  /**
   * @param pseudonyms for columns that are hashed; empty where no key is set
   */
  public DatabaseReader(
      Database database, InstantSource clock, Optional<Pseudonyms> pseudonyms, Pauses pauses) {
    this.database = database;
    this.clock = clock;
    this.pseudonyms = pseudonyms;
    this.pauses = pauses;
  }

  @Override
  public Reading read(LandingTable table, Optional<String> watermark, Parts parts) {
    Origin.Extracted origin = (Origin.Extracted) table.origin();
    TableRead all = whole(origin);
    if (!(origin.mode() instanceof ReadMode.Incremental mode)) {
      return reading(run(table, all, parts), all, Optional.empty());
    }
    Cursor cursor = Cursor.of(all.table(), mode, origin.settings().cursorZone());
    refuseRowsWithout(cursor, all);
    SafeMoment safe = database.safeMoment(SAFETY);
    safe.heldBy().ifPresent(holder -> held(table, holder));
    Optional<CursorRange> range = cursor.next(watermark, safe.at());
    if (range.isEmpty()) {
      return new Reading(0, Optional.empty(), all.extractedAt(), Map.of(), all.rows().columns());
    }
    TableRead some = all.within(range.get());
    ExtractResult result = run(table, some, parts);
    Optional<String> upTo = result.rows() == 0 ? Optional.empty() : Optional.of(range.get().to());
    return reading(result, some, upTo);
  }

  @Override
  public Reading read(LandingTable table, Between between, Parts parts) {
    Origin.Extracted origin = (Origin.Extracted) table.origin();
    ReadMode.Incremental mode = (ReadMode.Incremental) origin.mode();
    TableRead all = whole(origin);
    Cursor cursor = Cursor.of(all.table(), mode, origin.settings().cursorZone());
    TableRead some = all.within(cursor.between(between.from(), between.to()));
    return reading(run(table, some, parts), some, Optional.empty());
  }

  @Override
  public Reading gone(LandingTable table, Iterator<List<String>> known, Parts parts) {
    Origin.Extracted origin = (Origin.Extracted) table.origin();
    TableRead all = whole(origin);
    LandingSink sink = new LandingSink(parts, new Progress(table, 0, clock));
    try {
      ExtractResult result =
          new Tombstones(all, origin.settings().key(), sink).write(database, known);
      sink.keep(result);
      return new Reading(result.rows(), Optional.empty(), all.extractedAt(), result.notes());
    } catch (IOException e) {
      sink.discard();
      throw unwritten(all, e);
    }
  }

  @Override
  public List<Described> tables() {
    return database.described();
  }

  @Override
  public void close() {
    database.close();
  }

  private TableRead whole(Origin.Extracted origin) {
    SourceTable from = database.table(origin.table());
    return new ReadPlan(origin.settings(), pseudonyms).of(from, clock.instant());
  }

  /** A row without a cursor would never be read, and nobody would hear of it. */
  private void refuseRowsWithout(Cursor cursor, TableRead all) {
    if (cursor.column().mode() == Column.Mode.REQUIRED) {
      return;
    }
    String name = cursor.column().name();
    long count = database.countWithout(all, name);
    if (count > 0) {
      throw new RejectedException(
          "%d rows of %s have no %s, so no incremental extract would ever read them. %s"
              .formatted(
                  count,
                  all.table().qualifiedName(),
                  name,
                  "Fill it and make the column NOT NULL, or leave them out knowingly with"
                      + " `where: %s IS NOT NULL`.".formatted(name)));
    }
  }

  /** Reads; what fails for a reason that passes is begun anew, on another connection. */
  private ExtractResult run(LandingTable table, TableRead what, Parts parts) {
    Instant began = clock.instant();
    for (int attempt = 0; ; attempt++) {
      LandingSink sink =
          new LandingSink(parts, new Progress(table, what.table().estimatedRows(), clock));
      try {
        ExtractResult result = database.read(what.fromPart(firstPart(attempt)), sink);
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
      } catch (IOException e) {
        sink.discard();
        throw unwritten(what, e);
      }
    }
  }

  /** Each attempt's parts have names of their own. */
  private static int firstPart(int attempt) {
    return attempt * 20_000 + 1;
  }

  private static UnavailableException unwritten(TableRead what, IOException cause) {
    return new UnavailableException(
        "The rows of %s could not be written. They will be read again."
            .formatted(what.table().qualifiedName()),
        cause);
  }

  private static Reading reading(ExtractResult result, TableRead what, Optional<String> watermark) {
    return new Reading(
        result.rows(), watermark, what.extractedAt(), result.notes(), what.rows().columns());
  }

  private static void retried(LandingTable table, UnavailableException failure) {
    log.atWarn()
        .addKeyValue("event", "extract.retried")
        .addKeyValue("table", table.id().toString())
        .addKeyValue("source", table.source())
        .setCause(failure)
        .log("{} is read anew: {}", table.id(), failure.getMessage());
  }

  private static void held(LandingTable table, String holder) {
    log.atInfo()
        .addKeyValue("event", "extract.held")
        .addKeyValue("table", table.id().toString())
        .addKeyValue("source", table.source())
        .log("{} is read up to before an open transaction: {}.", table.id(), holder);
  }
}

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
import sluice.extract.Call;
import sluice.extract.Parts;
import sluice.extract.PlaceLostException;
import sluice.extract.SourceReader;
import sluice.extract.SourceTables.Described;
import sluice.extract.TimeOverException;
import sluice.extract.database.KeyedRead.Place;
import sluice.plan.LandingTable;
import sluice.plan.Origin;
import sluice.plan.ReadMode;
import sluice.schema.Column;

/** A database, read for the tables of a plan. */
public final class DatabaseReader
    implements SourceReader.Continuing, SourceReader.Rereading, SourceReader.Listing {
  private static final Logger log = LoggerFactory.getLogger(DatabaseReader.class);

  /** How far behind the database's clock an incremental extract stays. */
  private static final Duration SAFETY = Duration.ofSeconds(1);

  private final Database database;
  private final InstantSource clock;
  private final Optional<Pseudonyms> pseudonyms;
  private final RetriedReads reads;
  private final long rowsOfRange;

  /** Waits. */
  public interface Pauses {
    void pause(Duration duration);
  }

  /**
   * @param pseudonyms for columns that are hashed; empty where no key is set
   */
  public DatabaseReader(
      Database database, InstantSource clock, Optional<Pseudonyms> pseudonyms, Pauses pauses) {
    this(database, clock, pseudonyms, pauses, KeyedRead.ROWS);
  }

  /**
   * @param rowsOfRange how many rows are read at a time of a table that takes several calls
   */
  public DatabaseReader(
      Database database,
      InstantSource clock,
      Optional<Pseudonyms> pseudonyms,
      Pauses pauses,
      long rowsOfRange) {
    this.database = database;
    this.clock = clock;
    this.pseudonyms = pseudonyms;
    this.reads = new RetriedReads(database, clock, pauses);
    this.rowsOfRange = rowsOfRange;
  }

  @Override
  public Reading read(LandingTable table, Optional<String> watermark, Parts parts) {
    Call endless = new Call(Instant.MIN, Instant.MAX);
    return read(table, new Asked(watermark, Optional.empty(), false, endless), parts).reading();
  }

  @Override
  public Stretch read(LandingTable table, Asked asked, Parts parts) {
    Origin.Extracted origin = (Origin.Extracted) table.origin();
    TableRead all = whole(origin);
    Optional<List<String>> key = all.table().wholeKey(origin.settings().key());
    if (asked.place().isPresent()) {
      Place place = Place.parse(asked.place().get());
      if (!key.equals(Optional.of(place.key()))) {
        throw new PlaceLostException(all.table().qualifiedName() + " has another key");
      }
      return byKey().read(table, all, place, asked.call(), parts);
    }
    Optional<CursorRange> range = Optional.empty();
    if (origin.mode() instanceof ReadMode.Incremental mode) {
      range = range(table, all, origin, mode, asked.watermark());
      if (range.isEmpty()) {
        return Stretch.last(
            new Reading(0, Optional.empty(), all.extractedAt(), Map.of(), all.rows().columns()));
      }
    }
    return asked.takesLong() && key.isPresent()
        ? byKey().read(table, all, Place.first(range, key.get()), asked.call(), parts)
        : atOnce(table, all, key, range, asked.call(), parts);
  }

  private Optional<CursorRange> range(
      LandingTable table,
      TableRead all,
      Origin.Extracted origin,
      ReadMode.Incremental mode,
      Optional<String> watermark) {
    Cursor cursor = Cursor.of(all.table(), mode, origin.settings().cursorZone());
    refuseRowsWithout(cursor, all);
    SafeMoment safe = database.safeMoment(SAFETY);
    safe.heldBy().ifPresent(holder -> held(table, holder));
    return cursor.next(watermark, safe.at());
  }

  /** Everything at one moment; what a call's time is too short for is read by its key. */
  private Stretch atOnce(
      LandingTable table,
      TableRead all,
      Optional<List<String>> key,
      Optional<CursorRange> range,
      Call call,
      Parts parts) {
    TableRead some = range.map(all::within).orElse(all);
    Instant began = clock.instant();
    try {
      ExtractResult result = run(table, some, parts, Optional.of(call.until()));
      Optional<String> upTo = range.map(CursorRange::to).filter(to -> result.rows() > 0);
      return Stretch.last(reading(result, some, upTo));
    } catch (OutOfTimeException e) {
      if (!call.isFresh(began)) {
        throw TimeOverException.before(table);
      }
      if (key.isEmpty()) {
        throw KeyedRead.impossible(table, all.table(), e);
      }
      Reading nothing = new Reading(0, Optional.empty(), all.extractedAt(), Map.of());
      return new Stretch(nothing, Optional.of(Place.first(range, key.get()).text()));
    }
  }

  @Override
  public Reading read(LandingTable table, Between between, Parts parts) {
    Origin.Extracted origin = (Origin.Extracted) table.origin();
    ReadMode.Incremental mode = (ReadMode.Incremental) origin.mode();
    TableRead all = whole(origin);
    Cursor cursor = Cursor.of(all.table(), mode, origin.settings().cursorZone());
    TableRead some = all.within(cursor.between(between.from(), between.to()));
    return reading(run(table, some, parts, Optional.empty()), some, Optional.empty());
  }

  @Override
  public Reading gone(LandingTable table, Iterator<List<String>> known, Parts parts) {
    Origin.Extracted origin = (Origin.Extracted) table.origin();
    TableRead all = whole(origin);
    LandingSink sink =
        new LandingSink(parts, new Progress(table, 0, clock), clock, Optional.empty());
    try {
      ExtractResult result =
          new Tombstones(all, origin.settings().key(), sink).write(database, known);
      sink.keep(result);
      return new Reading(result.rows(), Optional.empty(), all.extractedAt(), result.notes());
    } catch (IOException e) {
      sink.discard();
      throw RetriedReads.unwritten(all, e);
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

  private ExtractResult run(
      LandingTable table, TableRead what, Parts parts, Optional<Instant> until) {
    Progress progress = new Progress(table, what.table().estimatedRows(), clock);
    return reads.run(table, what, parts, progress, until);
  }

  private KeyedRead byKey() {
    return new KeyedRead(database, reads, clock, rowsOfRange);
  }

  private static Reading reading(ExtractResult result, TableRead what, Optional<String> watermark) {
    return new Reading(
        result.rows(), watermark, what.extractedAt(), result.notes(), what.rows().columns());
  }

  private static void held(LandingTable table, String holder) {
    log.atInfo()
        .addKeyValue("event", "extract.held")
        .addKeyValue("table", table.id().toString())
        .addKeyValue("source", table.source())
        .log("{} is read up to before an open transaction: {}.", table.id(), holder);
  }
}

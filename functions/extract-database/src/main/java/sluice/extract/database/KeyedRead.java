package sluice.extract.database;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sluice.extract.Call;
import sluice.extract.Parts;
import sluice.extract.SourceReader.Reading;
import sluice.extract.SourceReader.Stretch;
import sluice.json.Json;
import sluice.plan.LandingTable;

/**
 * Reads a table in ranges of its key, each at a moment of its own, until the call's time is over.
 */
final class KeyedRead {
  /** A range is a statement or two, and one part or a few. */
  static final long ROWS = 1_000_000;

  private final Database database;
  private final RetriedReads reads;
  private final InstantSource clock;
  private final long rows;

  /**
   * @param rows how many a range has
   */
  KeyedRead(Database database, RetriedReads reads, InstantSource clock, long rows) {
    this.database = database;
    this.reads = reads;
    this.clock = clock;
    this.rows = rows;
  }

  /**
   * Where to read on.
   *
   * @param range the cursors that all calls read, for an incremental extract
   * @param after the key that rows come behind; empty: from the first
   */
  record Place(Optional<CursorRange> range, List<String> after) {
    Place {
      after = List.copyOf(after);
    }

    /** The whole of a range, or of a table. */
    static Place first(Optional<CursorRange> range) {
      return new Place(range, List.of());
    }

    static Place parse(String text) {
      return Json.read(text, Place.class);
    }

    String text() {
      return Json.write(this);
    }

    private Place behind(List<String> key) {
      return new Place(range, key);
    }

    private KeyRange upTo(List<String> key, Optional<List<String>> last) {
      return new KeyRange(key, after.isEmpty() ? Optional.empty() : Optional.of(after), last);
    }
  }

  /**
   * Reads on.
   *
   * @param all what is read in all
   */
  Stretch read(
      LandingTable table, TableRead all, List<String> key, Place from, Call call, Parts parts) {
    TableRead some = from.range().map(all::within).orElse(all);
    Progress progress = new Progress(table, all.table().estimatedRows(), clock);
    Map<String, Long> notes = new TreeMap<>();
    long read = 0;
    Place place = from;
    while (true) {
      TableRead rest = some.within(place.upTo(key, Optional.empty()));
      Optional<List<String>> last = database.keyAt(rest, rows);
      TableRead next = within(some, place.upTo(key, last));
      ExtractResult result = reads.run(table, next, parts, progress, Optional.empty());
      read += result.rows();
      result.notes().forEach((note, count) -> notes.merge(note, count, Long::sum));
      if (last.isEmpty()) {
        return Stretch.last(reading(read, some, notes));
      }
      place = place.behind(last.get());
      if (call.isOver(clock.instant())) {
        return new Stretch(reading(read, some, notes), Optional.of(place.text()));
      }
    }
  }

  /** A small table is read as a whole, so that an empty one gives its empty part. */
  private static TableRead within(TableRead some, KeyRange range) {
    return range.isAll() ? some : some.within(range);
  }

  private static Reading reading(long rows, TableRead what, Map<String, Long> notes) {
    return new Reading(
        rows, what.range().map(CursorRange::to), what.extractedAt(), notes, what.rows().columns());
  }
}

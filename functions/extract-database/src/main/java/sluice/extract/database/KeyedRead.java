package sluice.extract.database;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sluice.RejectedException;
import sluice.extract.Call;
import sluice.extract.Parts;
import sluice.extract.SourceReader.Reading;
import sluice.extract.SourceReader.Stretch;
import sluice.json.Json;
import sluice.plan.LandingTable;
import sluice.plan.Origin;

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
   * @param key the columns that rows are read by
   * @param after the key that rows come behind; empty: from the first
   */
  record Place(Optional<CursorRange> range, List<String> key, List<String> after) {
    Place {
      key = List.copyOf(key);
      after = List.copyOf(after);
    }

    /** The whole of a range, or of a table. */
    static Place first(Optional<CursorRange> range, List<String> key) {
      return new Place(range, key, List.of());
    }

    static Place parse(String text) {
      return Json.read(text, Place.class);
    }

    String text() {
      return Json.write(this);
    }

    private Place behind(List<String> last) {
      return new Place(range, key, last);
    }

    private KeyRange upTo(Optional<List<String>> last) {
      return new KeyRange(key, after.isEmpty() ? Optional.empty() : Optional.of(after), last);
    }
  }

  /**
   * Reads on.
   *
   * @param all what is read in all
   */
  Stretch read(LandingTable table, TableRead all, Place from, Call call, Parts parts) {
    TableRead some = from.range().map(all::within).orElse(all);
    Progress progress = new Progress(table, all.table().estimatedRows(), clock);
    Map<String, Long> notes = new TreeMap<>();
    long read = 0;
    Place place = from;
    while (true) {
      TableRead rest = some.within(place.upTo(Optional.empty()));
      Optional<List<String>> last = database.keyAt(rest, rows);
      TableRead next = within(some, place.upTo(last));
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

  /** Why a table cannot be read so, and what to do. */
  static RejectedException impossible(
      LandingTable table, SourceTable from, OutOfTimeException cause) {
    List<String> ofPipeline = ((Origin.Extracted) table.origin()).settings().key();
    String wrong =
        from.nullableByInheritance(ofPipeline)
            .map(KeyedRead::nullable)
            .orElse("it has no primary key to read it by over several. Give it one,");
    return new RejectedException(
        "Reading %s takes longer than one call, and %s %s"
            .formatted(
                from.qualifiedName(),
                wrong,
                "or name columns that are NOT NULL as its `key`, or read less of it: incrementally,"
                    + " or with a `where`."),
        cause);
  }

  private static String nullable(SourceColumn column) {
    return ("its key cannot be relied on to read it by over several: %1$s, which inherits from it,"
            + " may hold rows without %2$s, and those are in no range of the key. Write ALTER TABLE"
            + " %1$s ALTER \"%2$s\" SET NOT NULL,")
        .formatted(column.nullableIn().orElseThrow(), column.name());
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

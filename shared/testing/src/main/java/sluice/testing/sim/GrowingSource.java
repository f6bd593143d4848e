package sluice.testing.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import sluice.extract.Parts;
import sluice.extract.SourceReader;
import sluice.plan.LandingTable;
import sluice.plan.Origin;
import sluice.plan.ReadMode;
import sluice.plan.Source;
import sluice.store.ObjectStore;
import sluice.testing.Rows;

/** A source table whose rows are numbered, and which only grows; its number is the cursor. */
final class GrowingSource implements SourceReader, SourceReader.Opener {
  private final InstantSource clock;
  private long rows;
  private long stockFrom;
  private boolean emptied;

  GrowingSource(InstantSource clock) {
    this.clock = clock;
  }

  void grow(int more) {
    rows += more;
  }

  /** The table that is read whole loses its rows, or has those again that come from now on. */
  void turn() {
    emptied = !emptied;
    stockFrom = rows;
  }

  /** The rows of the table that is read whole, sorted as text. */
  List<String> stock() {
    return ids(emptied ? rows : stockFrom, rows).stream().sorted().toList();
  }

  /** The rows there are, sorted as text. */
  List<String> ids() {
    return ids(0, rows).stream().sorted().toList();
  }

  /** The first rows, sorted as text. */
  static List<String> first(int count) {
    return ids(0, count).stream().sorted().toList();
  }

  @Override
  public SourceReader open(Source source) {
    return this;
  }

  @Override
  public Reading read(LandingTable table, Optional<String> watermark, Parts parts) {
    boolean whole =
        table.origin() instanceof Origin.Extracted extracted
            && extracted.mode() instanceof ReadMode.Snapshot;
    long stock = emptied ? rows : stockFrom;
    long from = whole ? stock : watermark.map(Long::parseLong).orElse(0L);
    long to = rows;
    if (to > from) {
      long middle = (from + to) / 2;
      write(parts, 1, ids(from, middle));
      write(parts, 2, ids(middle, to));
    }
    Optional<String> read = to > from && !whole ? Optional.of(Long.toString(to)) : Optional.empty();
    return new Reading(to - from, read, clock.instant(), Map.of());
  }

  @Override
  public void close() {}

  private static void write(Parts parts, int number, List<String> ids) {
    if (ids.isEmpty()) {
      return;
    }
    byte[] text = Rows.ofIds(ids).getBytes(StandardCharsets.UTF_8);
    // Not closed when a caller is killed: an upload that was not closed never was.
    ObjectStore.Upload upload = parts.open(number);
    try {
      upload.write(text);
      upload.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    parts.finished(number, ids.size(), text.length);
  }

  private static List<String> ids(long after, long upTo) {
    return LongStream.rangeClosed(after + 1, upTo).mapToObj(i -> "u" + i).toList();
  }
}

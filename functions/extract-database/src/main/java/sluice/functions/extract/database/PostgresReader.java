package sluice.functions.extract.database;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import sluice.UnavailableException;
import sluice.extract.Parts;
import sluice.extract.SourceReader;
import sluice.extract.database.CursorRange;
import sluice.extract.database.ExtractResult;
import sluice.extract.database.PartSink;
import sluice.extract.database.PostgresSource;
import sluice.extract.database.SourceTable;
import sluice.extract.database.TableRead;
import sluice.plan.LandingTable;
import sluice.plan.Origin;
import sluice.plan.ReadMode;
import sluice.store.ObjectStore;

/** A PostgreSQL database, read for the tables of a plan. */
final class PostgresReader implements SourceReader {

  /** How far behind the database's clock an incremental extract stays. */
  private static final Duration SAFETY = Duration.ofSeconds(1);

  private static final int CONNECTIONS = 2;
  private static final long PART_BYTES = 128L << 20;

  private final PostgresSource source;
  private final InstantSource clock;

  PostgresReader(PostgresSource source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  @Override
  public Reading read(LandingTable table, Optional<String> watermark, Parts parts) {
    Origin.Extracted origin = (Origin.Extracted) table.origin();
    SourceTable from = source.table(origin.table());
    Instant now = clock.instant();
    TableRead all = TableRead.snapshot(from, now).inParallel(CONNECTIONS).inPartsOf(PART_BYTES);
    if (!(origin.mode() instanceof ReadMode.Incremental mode)) {
      return reading(run(all, parts), Optional.empty(), now);
    }
    Optional<String> upTo = source.maxCursor(from, mode.cursor(), SAFETY);
    if (upTo.isEmpty()) {
      return new Reading(0, Optional.empty(), now, Map.of());
    }
    Optional<String> after = watermark.map(at -> Watermarks.minus(at, mode.overlap()));
    ExtractResult result =
        run(all.within(new CursorRange(mode.cursor(), after, upTo.get())), parts);
    return reading(result, result.rows() == 0 ? Optional.empty() : upTo, now);
  }

  @Override
  public void close() {
    source.close();
  }

  private ExtractResult run(TableRead what, Parts parts) {
    Uploads uploads = new Uploads(parts);
    try {
      ExtractResult result = source.read(what, uploads);
      result.parts().forEach(part -> parts.finished(part.number(), part.rows(), part.bytes()));
      return result;
    } catch (IOException e) {
      throw new UnavailableException(
          "The rows of %s could not be written. They will be read again."
              .formatted(what.table().qualifiedName()),
          e);
    }
  }

  private static Reading reading(ExtractResult result, Optional<String> watermark, Instant at) {
    return new Reading(result.rows(), watermark, at, result.notes());
  }

  /** The engine's parts as uploads. */
  private static final class Uploads implements PartSink {
    private final Parts parts;
    private final Map<Integer, ObjectStore.Upload> open = new ConcurrentHashMap<>();

    Uploads(Parts parts) {
      this.parts = parts;
    }

    @Override
    public OutputStream open(int part) {
      ObjectStore.Upload upload = parts.open(part);
      open.put(part, upload);
      return new FilterOutputStream(upload) {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          upload.write(bytes, offset, length);
        }
      };
    }

    @Override
    public void abandon(int part) {
      Optional.ofNullable(open.get(part)).ifPresent(ObjectStore.Upload::abort);
    }
  }
}

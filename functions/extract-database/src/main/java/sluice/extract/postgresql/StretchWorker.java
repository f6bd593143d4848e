package sluice.extract.postgresql;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postgresql.copy.CopyOut;
import sluice.extract.database.PartWriter;
import sluice.extract.database.RowDecoder;
import sluice.extract.database.RowLayout;
import sluice.extract.database.TableRead;

/** Reads stretches of a table on one connection, until none are left. */
final class StretchWorker implements Callable<StretchWorker> {
  private final Moment moment;
  private final TableRead what;
  private final RowLayout layout;
  private final Queue<Stretch> stretches;
  private final AtomicBoolean stop;
  private final RowDecoder decoder;
  private final PartWriter writer;

  /**
   * @param stretches shared with other workers
   * @param stop shared with other workers; set when one of them fails
   */
  StretchWorker(
      Moment moment,
      TableRead what,
      RowLayout layout,
      Queue<Stretch> stretches,
      AtomicBoolean stop,
      PartWriter writer) {
    this.moment = moment;
    this.what = what;
    this.layout = layout;
    this.stretches = stretches;
    this.stop = stop;
    this.decoder =
        new RowDecoder(layout, TypeMapping.decoders(layout, what.pseudonyms()), what.extractedAt());
    this.writer = writer;
  }

  @Override
  public StretchWorker call() throws SQLException, IOException {
    boolean done = false;
    try (writer) {
      for (Stretch next = stretches.poll(); next != null; next = stretches.poll()) {
        read(next);
      }
      writer.finish();
      done = true;
      return this;
    } finally {
      if (!done) {
        stop.set(true);
      }
    }
  }

  PartWriter writer() {
    return writer;
  }

  RowDecoder decoder() {
    return decoder;
  }

  private void read(Stretch stretch) throws SQLException, IOException {
    if (stretch instanceof KeyStretch) {
      moment.keepToTheOrderOnDisk();
    }
    CopyOut copy = moment.copies().copyOut(Sql.copy(what, layout, stretch));
    try {
      CopyRows rows = new CopyRows(copy, decoder.fields());
      while (rows.next()) {
        if (stop.get()) {
          throw new CancellationException("another part of the same read failed");
        }
        decoder.decode(rows, writer.row());
        writer.endRow();
      }
    } finally {
      if (copy.isActive()) {
        moment.abort();
      }
    }
  }
}

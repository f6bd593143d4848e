package sluice.extract.database;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import sluice.avro.AvroBuffer;
import sluice.avro.AvroCodec;
import sluice.avro.AvroFile;
import sluice.avro.AvroSchema;

/**
 * Writes one thread's rows into parts: opens one when a row needs it, closes it when it is large
 * enough.
 */
public final class PartWriter implements AutoCloseable {
  private final PartSink sink;
  private final AtomicInteger numbers;
  private final AvroSchema schema;
  private final long partBytes;
  private final List<Part> parts = new ArrayList<>();
  private @Nullable Open open;
  private long toldRows;
  private long toldBytes;

  private void tell(Open part) {
    sink.wrote(part.file.rows() - toldRows, part.file.bytes() - toldBytes);
    toldRows = part.file.rows();
    toldBytes = part.file.bytes();
  }

  /** A part that is being written. */
  private record Open(int number, OutputStream out, AvroFile file) {}

  /**
   * @param numbers the next part's number, shared with the writers of the same read
   */
  public PartWriter(PartSink sink, AtomicInteger numbers, AvroSchema schema, long partBytes) {
    this.sink = sink;
    this.numbers = numbers;
    this.schema = schema;
    this.partBytes = partBytes;
  }

  /** Where the next row goes; opens a part if none is. */
  public AvroBuffer row() throws IOException {
    return opened().file.row();
  }

  public void endRow() throws IOException {
    Open part = opened();
    if (part.file.endRow()) {
      tell(part);
      if (part.file.bytes() >= partBytes) {
        finish();
      }
    }
  }

  /** Completes the part that is open, if one is. */
  public void finish() throws IOException {
    Open part = open;
    if (part == null) {
      return;
    }
    part.file.finish();
    tell(part);
    part.out.close();
    open = null;
    part.file.close();
    parts.add(new Part(part.number, part.file.rows(), part.file.bytes()));
  }

  /** Completes a part even if it has no rows. */
  public void finishEmpty() throws IOException {
    opened();
    finish();
  }

  public List<Part> parts() {
    return parts;
  }

  /** Abandons the part that is still open: it was not finished. */
  @Override
  public void close() throws IOException {
    Open part = open;
    open = null;
    if (part != null) {
      part.file.close();
      sink.abandon(part.number);
    }
  }

  private Open opened() throws IOException {
    Open part = open;
    if (part == null) {
      toldRows = 0;
      toldBytes = 0;
      int number = numbers.getAndIncrement();
      OutputStream out = sink.open(number);
      part = new Open(number, out, open(number, out));
      open = part;
    }
    return part;
  }

  private AvroFile open(int number, OutputStream out) throws IOException {
    try {
      return new AvroFile(out, schema, AvroCodec.best());
    } catch (IOException | RuntimeException failure) {
      sink.abandon(number);
      throw failure;
    }
  }
}

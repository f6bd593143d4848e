package sluice.contract;

import com.google.gson.JsonParseException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import sluice.plan.Format;
import sluice.store.ObjectStore;

/**
 * Reads what files say of their columns, and no more of them: the beginning of an Avro file, the
 * footer of a Parquet file, 64 KiB of JSON lines. What cannot be read says nothing: a load job
 * tells better what is wrong with it.
 */
public final class SchemaReader {

  private static final int SAMPLE = 1 << 16;
  private static final int TRAILER = 8;

  private final ObjectStore store;

  public SchemaReader(ObjectStore store) {
    this.store = store;
  }

  /**
   * What a file says.
   *
   * @param charset of a file of text
   */
  public FileSchema read(Format format, Charset charset, ObjectStore.Entry entry) {
    try {
      if (format instanceof Format.Avro) {
        return from(entry, 0, AvroHeader::read);
      } else if (format instanceof Format.Parquet) {
        return parquet(entry);
      } else if (format instanceof Format.Ndjson) {
        return from(entry, 0, bytes -> JsonSample.read(sample(bytes), charset));
      }
      return new FileSchema.Silent();
    } catch (IOException
        | JsonParseException
        | IllegalStateException
        | ClassCastException
        | NullPointerException e) {
      return new FileSchema.Silent();
    }
  }

  @FunctionalInterface
  private interface Reading {
    FileSchema read(InputStream bytes) throws IOException;
  }

  private FileSchema from(ObjectStore.Entry entry, long offset, Reading reading)
      throws IOException {
    Optional<InputStream> bytes = store.open(entry.name(), entry.generation(), offset);
    if (bytes.isEmpty()) {
      return new FileSchema.Silent();
    }
    try (InputStream opened = bytes.get()) {
      return reading.read(new BufferedInputStream(opened));
    }
  }

  /** The last eight bytes say how long the footer is. */
  private FileSchema parquet(ObjectStore.Entry entry) throws IOException {
    long trailer = entry.size() - TRAILER;
    if (trailer < 0) {
      return new FileSchema.Silent();
    }
    long length = footerLength(entry, trailer);
    return from(
        entry,
        Math.max(0, trailer - length),
        bytes -> ParquetFooter.read(new DataInputStream(bytes)));
  }

  private long footerLength(ObjectStore.Entry entry, long trailer) throws IOException {
    Optional<InputStream> bytes = store.open(entry.name(), entry.generation(), trailer);
    try (InputStream opened = bytes.orElseThrow(() -> new EOFException("it left"))) {
      byte[] read = opened.readNBytes(TRAILER);
      if (read.length < TRAILER || read[4] != 'P' || read[5] != 'A' || read[6] != 'R') {
        throw new IOException("it does not end as a Parquet file does");
      }
      return (read[0] & 0xffL)
          | (read[1] & 0xffL) << 8
          | (read[2] & 0xffL) << 16
          | (read[3] & 0xffL) << 24;
    }
  }

  /** The beginning of a text, unzipped; an end in the middle is an end. */
  private static InputStream sample(InputStream bytes) throws IOException {
    byte[] first = bytes.readNBytes(2);
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(first), bytes);
    boolean zipped = first.length == 2 && first[0] == 0x1f && (first[1] & 0xff) == 0x8b;
    InputStream text = zipped ? new GZIPInputStream(whole) : whole;
    return new ByteArrayInputStream(text.readNBytes(SAMPLE));
  }
}

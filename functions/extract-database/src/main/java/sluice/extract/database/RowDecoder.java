package sluice.extract.database;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import sluice.avro.AvroBuffer;
import sluice.schema.Column.Mode;

/** Turns rows as a database sends them into rows of Avro. Not safe for use by several threads. */
public final class RowDecoder {
  private static final int NULL = 0;
  private static final int PRESENT = 1;

  private final RowLayout layout;
  private final Decoder[] decoders;
  private final Mode[] modes;
  private final Losses[] losses;
  private final long extractedAt;

  /** The row that is decoded: where its fields lie. */
  public interface Row {
    byte[] bytes();

    int start(int field);

    /** A field's length; -1 if it is NULL. */
    int length(int field);
  }

  /**
   * @param decoders one for each field of the layout
   */
  public RowDecoder(RowLayout layout, List<Decoder> decoders, Instant extractedAt) {
    this.layout = layout;
    this.decoders = decoders.toArray(Decoder[]::new);
    this.modes = layout.fields().stream().map(field -> field.avro().mode()).toArray(Mode[]::new);
    this.losses = layout.fields().stream().map(field -> new Losses()).toArray(Losses[]::new);
    this.extractedAt = ChronoUnit.MICROS.between(Instant.EPOCH, extractedAt);
  }

  public int fields() {
    return decoders.length;
  }

  public void decode(Row row, AvroBuffer out) {
    for (int field = 0; field < decoders.length; field++) {
      int length = row.length(field);
      switch (modes[field]) {
        case NULLABLE -> decodeNullable(row, field, length, out);
        case REPEATED -> decodeRepeated(row, field, length, out);
        case REQUIRED -> decodeRequired(row, field, length, out);
      }
    }
    out.writeLong(PRESENT);
    out.writeLong(extractedAt);
  }

  /** Adds what was lost so far to {@code notes}. */
  public void report(Map<String, Long> notes) {
    for (int field = 0; field < losses.length; field++) {
      String name = layout.fields().get(field).avro().name();
      Mode mode = modes[field];
      losses[field]
          .counts()
          .forEach((loss, count) -> notes.merge(name + ": " + loss.rule(mode), count, Long::sum));
    }
  }

  private void decodeNullable(Row row, int field, int length, AvroBuffer out) {
    int mark = out.size();
    if (length >= 0) {
      out.writeLong(PRESENT);
      if (value(row, field, length, out)) {
        return;
      }
      out.truncate(mark);
    }
    out.writeLong(NULL);
  }

  /** BigQuery keeps no difference between an array that is NULL and an empty one. */
  private void decodeRepeated(Row row, int field, int length, AvroBuffer out) {
    if (length < 0) {
      out.writeLong(0);
    } else {
      value(row, field, length, out);
    }
  }

  private void decodeRequired(Row row, int field, int length, AvroBuffer out) {
    if (length < 0 || !value(row, field, length, out)) {
      throw new IllegalStateException(
          "A required column is NULL: " + layout.fields().get(field).avro().name());
    }
  }

  private boolean value(Row row, int field, int length, AvroBuffer out) {
    return decoders[field].decode(row.bytes(), row.start(field), length, out, losses[field]);
  }
}

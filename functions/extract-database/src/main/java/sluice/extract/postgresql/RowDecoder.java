package sluice.extract.postgresql;

import java.util.Map;
import java.util.Optional;
import sluice.avro.AvroBuffer;
import sluice.extract.database.Losses;
import sluice.extract.database.Pseudonyms;
import sluice.extract.database.RowLayout;
import sluice.schema.Column.Mode;

/** Turns rows of a COPY into rows of Avro. Not safe for use by several threads. */
final class RowDecoder {
  private static final int NULL = 0;
  private static final int PRESENT = 1;

  private final RowLayout layout;
  private final Decoder[] decoders;
  private final Mode[] modes;
  private final Losses[] losses;
  private final long extractedAt;

  /**
   * @param extractedAt microseconds since 1970
   */
  RowDecoder(RowLayout layout, Optional<Pseudonyms> pseudonyms, long extractedAt) {
    this.layout = layout;
    this.decoders =
        layout.fields().stream()
            .map(field -> TypeMapping.of(field, pseudonyms).decoders().get())
            .toArray(Decoder[]::new);
    this.modes = layout.fields().stream().map(field -> field.avro().mode()).toArray(Mode[]::new);
    this.losses = layout.fields().stream().map(field -> new Losses()).toArray(Losses[]::new);
    this.extractedAt = extractedAt;
  }

  int fields() {
    return decoders.length;
  }

  void decode(CopyRows row, AvroBuffer out) {
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
  void report(Map<String, Long> notes) {
    for (int field = 0; field < losses.length; field++) {
      String name = layout.fields().get(field).avro().name();
      Mode mode = modes[field];
      losses[field]
          .counts()
          .forEach((loss, count) -> notes.merge(name + ": " + loss.rule(mode), count, Long::sum));
    }
  }

  private void decodeNullable(CopyRows row, int field, int length, AvroBuffer out) {
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
  private void decodeRepeated(CopyRows row, int field, int length, AvroBuffer out) {
    if (length < 0) {
      out.writeLong(0);
    } else {
      value(row, field, length, out);
    }
  }

  private void decodeRequired(CopyRows row, int field, int length, AvroBuffer out) {
    if (length < 0 || !value(row, field, length, out)) {
      throw new IllegalStateException(
          "A required column is NULL: " + layout.fields().get(field).avro().name());
    }
  }

  private boolean value(CopyRows row, int field, int length, AvroBuffer out) {
    return decoders[field].decode(row.bytes(), row.start(field), length, out, losses[field]);
  }
}

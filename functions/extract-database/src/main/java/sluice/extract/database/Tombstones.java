package sluice.extract.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import sluice.RejectedException;
import sluice.avro.AvroBuffer;
import sluice.avro.AvroField;
import sluice.avro.AvroSchema;
import sluice.avro.AvroType;
import sluice.plan.ReadSettings;
import sluice.schema.Column.Mode;
import sluice.schema.ColumnType;

/**
 * Writes the keys that are known and not in the source any more. Both sides come in the same order,
 * so that neither is ever held in memory.
 */
final class Tombstones {
  private static final int PRESENT = 1;

  private final TableRead what;
  private final List<AvroField> key;
  private final PartWriter writer;
  private final long extractedAt;
  private @Nullable List<String> known;
  private long inSource;
  private long gone;

  Tombstones(TableRead what, List<String> key, PartSink sink) {
    this.what = what;
    this.key = fields(what, key);
    List<AvroField> all = new ArrayList<>(this.key);
    all.add(
        new AvroField(
            ReadSettings.DELETED,
            AvroType.BOOLEAN,
            Mode.NULLABLE,
            Optional.of("Whether the row is gone from its source.")));
    all.add(RowLayout.EXTRACTED_AT);
    this.writer =
        new PartWriter(
            sink,
            new AtomicInteger(what.output().firstPart()),
            new AvroSchema("row", all),
            what.output().partBytes());
    this.extractedAt = ChronoUnit.MICROS.between(Instant.EPOCH, what.extractedAt());
  }

  /**
   * Writes them.
   *
   * @throws RejectedException if the source has no rows at all, and some are known
   */
  ExtractResult write(Database database, Iterator<List<String>> all) throws IOException {
    List<String> names = key.stream().map(AvroField::name).toList();
    try (writer) {
      advance(all);
      database.keys(what, names, one -> meet(one, all));
      if (inSource == 0 && known != null) {
        throw new RejectedException(
            "%s is empty, and the table that it feeds is not: nothing is deleted there. %s"
                .formatted(
                    what.table().qualifiedName(),
                    "See whether the connection leads to the right database; if all rows are gone"
                        + " indeed, empty the table by hand."));
      }
      while (known != null) {
        bury(known);
        advance(all);
      }
      writer.finish();
    } catch (UncheckedIOException e) {
      throw new IOException("a tombstone could not be written", e.getCause());
    }
    return new ExtractResult(writer.parts(), gone, new TreeMap<>());
  }

  private void meet(List<@Nullable String> inSourceNow, Iterator<List<String>> all) {
    refuseNull(inSourceNow);
    inSource++;
    while (known != null && compare(known, inSourceNow) < 0) {
      bury(known);
      advance(all);
    }
    if (known != null && known.equals(inSourceNow)) {
      advance(all);
    }
  }

  /** Whether such a row is in the table that it feeds cannot be told. */
  private void refuseNull(List<@Nullable String> inSourceNow) {
    for (int index = 0; index < key.size(); index++) {
      if (inSourceNow.get(index) == null) {
        throw new RejectedException(
            ("A row of %s has no %2$s, and `reconcile` tells by it which rows are gone. Fill it and"
                    + " make the column NOT NULL, or leave such rows out knowingly with `where: %2$s"
                    + " IS NOT NULL`.")
                .formatted(what.table().qualifiedName(), key.get(index).name()));
      }
    }
  }

  private void advance(Iterator<List<String>> all) {
    List<String> before = known;
    known = all.hasNext() ? all.next() : null;
    if (before != null && known != null && compare(before, known) >= 0) {
      throw new IllegalStateException("the known keys are not in order");
    }
  }

  private void bury(List<String> one) {
    try {
      AvroBuffer row = writer.row();
      for (int index = 0; index < key.size(); index++) {
        write(key.get(index), one.get(index), row);
      }
      row.writeLong(PRESENT);
      row.writeBoolean(true);
      row.writeLong(PRESENT);
      row.writeLong(extractedAt);
      writer.endRow();
      gone++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(AvroField field, String value, AvroBuffer row) {
    if (field.mode() == Mode.NULLABLE) {
      row.writeLong(PRESENT);
    }
    if (field.type().columnType() == ColumnType.INT64) {
      row.writeLong(Long.parseLong(value));
    } else {
      byte[] text = value.getBytes(UTF_8);
      row.writeBytes(text, 0, text.length);
    }
  }

  private static List<AvroField> fields(TableRead what, List<String> key) {
    List<AvroField> fields =
        what.rows().fields().stream()
            .map(RowLayout.Field::avro)
            .filter(field -> key.contains(field.name()))
            .toList();
    boolean plain =
        fields.stream()
            .allMatch(
                field ->
                    field.mode() != Mode.REPEATED
                        && (field.type().columnType() == ColumnType.INT64
                            || field.type().columnType() == ColumnType.STRING));
    if (fields.size() != key.size() || key.isEmpty() || !plain) {
      throw new RejectedException(
          "%s cannot be reconciled by the key %s. Name columns that are read, each an INT64 or a STRING."
              .formatted(what.table().qualifiedName(), key));
    }
    return fields;
  }

  private static int compare(List<String> one, List<String> other) {
    for (int index = 0; index < one.size(); index++) {
      int order =
          Arrays.compareUnsigned(one.get(index).getBytes(UTF_8), other.get(index).getBytes(UTF_8));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}

package sluice.extract.mysql;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.mariadb.jdbc.client.ReadableByteBuf;
import sluice.UnavailableException;
import sluice.extract.database.ColumnSelection.Treatment;
import sluice.extract.database.ExtractResult;
import sluice.extract.database.Part;
import sluice.extract.database.PartSink;
import sluice.extract.database.PartWriter;
import sluice.extract.database.RowDecoder;
import sluice.extract.database.RowLayout;
import sluice.extract.database.SourceTable;
import sluice.extract.database.TableRead;

/** Reads one moment of a table: no second connection can see the same one. */
final class TableReader {
  private final TableRead what;
  private final RowLayout layout;
  private final RowDecoder decoder;
  private final BinaryRow row;
  private final PartWriter writer;

  TableReader(TableRead what, PartSink sink) {
    this.what = what;
    this.layout = what.rows();
    this.decoder =
        new RowDecoder(layout, TypeMapping.decoders(layout, what.pseudonyms()), what.extractedAt());
    this.row =
        new BinaryRow(
            layout.fields().stream()
                .map(field -> TypeMapping.of(field, what.pseudonyms()).wire())
                .toList());
    this.writer =
        new PartWriter(
            sink,
            new AtomicInteger(what.output().firstPart()),
            layout.schema(),
            what.output().partBytes());
  }

  /**
   * Reads it.
   *
   * @param moment in which the table stays as it is
   */
  ExtractResult read(Moment moment, boolean mariadb) throws SQLException, IOException {
    requireUnaltered(moment, mariadb);
    try (writer) {
      write(moment);
      writer.finish();
      if (writer.parts().isEmpty() && what.range().isEmpty() && what.keys().isEmpty()) {
        // So that a load which replaces the table empties it.
        writer.finishEmpty();
      }
    }
    List<Part> parts = writer.parts();
    long rows = parts.stream().mapToLong(Part::rows).sum();
    return new ExtractResult(parts, rows, notes(rows));
  }

  /** Rows are read by the types that the catalog had: they must be the same still. */
  private void requireUnaltered(Moment moment, boolean mariadb) throws SQLException {
    SourceTable table = what.table();
    boolean same =
        new Catalog(moment, mariadb)
            .table(table.schema(), table.name())
            .filter(now -> now.columns().equals(table.columns()))
            .isPresent();
    if (!same) {
      throw new UnavailableException(
          "%s was altered after its columns were looked at. It is read at the next call."
              .formatted(table.qualifiedName()));
    }
  }

  private void write(Moment moment) throws SQLException, IOException {
    PreparedStatement statement = moment.stream(Sql.rows(what, layout));
    boolean done = false;
    try {
      ResultSet rows = statement.executeQuery();
      if (rows.next()) {
        // The driver lays every row into the same view of memory.
        ReadableByteBuf memory = rows.getObject(1, ReadableByteBuf.class);
        do {
          row.at(memory.buf());
          decoder.decode(row, writer.row());
          writer.endRow();
        } while (rows.next());
      }
      done = true;
    } finally {
      if (done) {
        statement.close();
      } else {
        moment.abort();
      }
    }
  }

  private SortedMap<String, Long> notes(long rows) {
    SortedMap<String, Long> notes = new TreeMap<>();
    decoder.report(notes);
    for (RowLayout.Field field : layout.fields()) {
      MysqlType type = (MysqlType) field.source().kind();
      if (field.treatment() == Treatment.KEEP && rows > 0 && !TypeMapping.isKnown(type)) {
        notes.put("%s: %s -> text".formatted(field.avro().name(), type.name()), rows);
      }
    }
    return notes;
  }
}

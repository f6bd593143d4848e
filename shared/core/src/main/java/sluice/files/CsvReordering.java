package sluice.files;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import sluice.files.CsvRecords.Field;
import sluice.files.CsvRecords.Row;
import sluice.plan.Format;

/** Copies CSV with its columns put into the table's order, each row in the line that it had. */
final class CsvReordering {

  private final CsvRecords records;
  private final Writer writer;
  private final Format.Csv format;
  private final CsvHeader.Reordered order;
  private final BitSet named = new BitSet();
  private long line = 1;

  CsvReordering(CsvRecords records, Writer writer, Format.Csv format, CsvHeader.Reordered order) {
    this.records = records;
    this.writer = writer;
    this.format = format;
    this.order = order;
    order.positions().forEach(named::set);
  }

  void run() throws IOException {
    int number = 0;
    for (Optional<Row> row = records.next(); row.isPresent(); row = records.next()) {
      number++;
      if (number < format.headerRows()) {
        write(row.get().fields(), row.get().line());
      } else if (number == format.headerRows()) {
        write(inOrder(row.get().fields()), row.get().line());
      } else {
        write(values(row.get()), row.get().line());
      }
    }
  }

  private List<Field> values(Row row) throws BadTextException {
    List<Field> fields = row.fields();
    Optional<BadTextException> bad = bad(row);
    if (bad.isEmpty()) {
      return inOrder(fields);
    }
    if (format.text().maxBadRows() == 0) {
      throw bad.get();
    }
    // The job is to count it as a bad one: more fields than there are columns are no row.
    List<Field> surplus = new ArrayList<>(fields);
    while (surplus.size() <= order.positions().size()) {
      surplus.add(new Field("", false));
    }
    return surplus;
  }

  private Optional<BadTextException> bad(Row row) {
    int width = row.fields().size();
    if (width > order.width()
        || (width < order.width() && format.shortRows() == Format.ShortRows.BAD)) {
      return Optional.of(
          bad(row, "has %d fields where the header has %d names".formatted(width, order.width())));
    }
    for (int i = 0; i < width; i++) {
      if (!named.get(i) && !row.fields().get(i).text().isEmpty()) {
        return Optional.of(bad(row, "has a value, in field %d, without a name".formatted(i + 1)));
      }
    }
    return Optional.empty();
  }

  private static BadTextException bad(Row row, String what) {
    return new BadTextException(
        "csv",
        "Line %d %s.".formatted(row.line(), what),
        row.line(),
        "Mend the line, or the header.");
  }

  private List<Field> inOrder(List<Field> fields) {
    return order.positions().stream()
        .map(
            position ->
                position < fields.size()
                    ? fields.get(position)
                    : new Field(format.nullMarker(), false))
        .toList();
  }

  private void write(List<Field> fields, long at) throws IOException {
    for (; line < at; line++) {
      writer.write('\n');
    }
    for (int i = 0; i < fields.size(); i++) {
      if (i > 0) {
        writer.write(format.delimiter());
      }
      write(fields.get(i));
    }
    writer.write('\n');
    line++;
  }

  private void write(Field field) throws IOException {
    if (field.quoted()) {
      String quote = format.quote();
      writer.write(quote);
      writer.write(field.text().replace(quote, quote + quote));
      writer.write(quote);
      line += field.text().chars().filter(c -> c == '\n').count();
    } else {
      writer.write(field.text());
    }
  }
}

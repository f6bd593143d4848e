package sluice.local.bigquery.load;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.schema.Column;
import sluice.schema.ColumnType;

/** The rows of a CSV file. */
final class CsvRows implements Rows {

  private static final int LONGEST_QUOTED_VALUE = 100;

  private final CsvLines lines;
  private final CsvOptions options;
  private final List<Column> columns;
  private long toSkip;

  CsvRows(InputStream bytes, CsvOptions options, List<Column> columns) {
    this.lines = new CsvLines(bytes, options);
    this.options = options;
    this.columns = columns;
    this.toSkip = options.skipLeadingRows();
  }

  @Override
  public Optional<List<@Nullable Object>> next() throws BadRow, IOException {
    while (toSkip > 0) {
      toSkip--;
      skip();
    }
    Optional<CsvLines.Line> line = lines.next();
    return line.isEmpty() ? Optional.empty() : Optional.of(row(line.get()));
  }

  private void skip() throws IOException {
    try {
      lines.next();
    } catch (BadRow e) {
      // A heading need not be well-formed.
    }
  }

  private List<@Nullable Object> row(CsvLines.Line line) throws BadRow {
    List<CsvLines.Field> fields = line.fields();
    if (fields.size() > columns.size() && !options.ignoreUnknownValues()) {
      throw new BadRow(
          "Too many values in line; %s expected_column_number: %d actual_column_number: %d"
              .formatted(place(line), columns.size(), fields.size()));
    }
    if (fields.size() < columns.size() && !options.jaggedRows()) {
      throw new BadRow(
          "CSV table references column position %d, but line contains only %d columns.; %s expected_column_number: %d actual_column_number: %d"
              .formatted(fields.size(), fields.size(), place(line), columns.size(), fields.size()));
    }
    List<@Nullable Object> row = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      row.add(i < fields.size() ? value(line, i, fields.get(i)) : absent(line, i));
    }
    return row;
  }

  private @Nullable Object value(CsvLines.Line line, int index, CsvLines.Field field)
      throws BadRow {
    Column column = columns.get(index);
    boolean empty = field.text().isEmpty();
    boolean textual = column.type() == ColumnType.STRING || column.type() == ColumnType.BYTES;
    boolean isNull =
        field.quoted()
            ? empty && !textual && options.nullMarker().isEmpty()
            : field.text().equals(options.nullMarker());
    if (isNull) {
      return absent(line, index);
    }
    try {
      if (!options.controlCharacters() && field.text().indexOf('\0') >= 0) {
        throw new IllegalArgumentException("Bad character (ASCII 0) encountered.");
      }
      return TextValues.parse(field.text(), column.type());
    } catch (IllegalArgumentException e) {
      throw new BadRow(
          "%s; %s column_index: %d column_name: \"%s\" column_type: %s value: \"%s\""
              .formatted(
                  e.getMessage(),
                  place(line),
                  index,
                  column.name(),
                  column.type(),
                  shortened(field.text())));
    }
  }

  private @Nullable Object absent(CsvLines.Line line, int index) throws BadRow {
    Column column = columns.get(index);
    if (column.mode() == Column.Mode.REQUIRED) {
      throw new BadRow(
          "Required column value for column index: %d is missing in row starting at position: %d; %s column_index: %d column_name: \"%s\" column_type: %s"
              .formatted(
                  index, line.byteOffset(), place(line), index, column.name(), column.type()));
    }
    return null;
  }

  private static String place(CsvLines.Line line) {
    return "line_number: %d byte_offset_to_start_of_line: %d"
        .formatted(line.number(), line.byteOffset());
  }

  static String shortened(String text) {
    return text.length() <= LONGEST_QUOTED_VALUE
        ? text
        : text.substring(0, LONGEST_QUOTED_VALUE) + "...";
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}

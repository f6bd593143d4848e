package sluice.local.bigquery.extract;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.local.bigquery.store.Refusal;
import sluice.schema.Column;
import sluice.schema.ColumnType;

/** CSV, with a heading or without. */
final class CsvFile implements RowFile {

  private final Writer out;
  private final String delimiter;

  CsvFile(Writer out, List<Column> columns, String delimiter) {
    this.out = out;
    this.delimiter = delimiter;
    for (Column column : columns) {
      if (column.type() == ColumnType.STRUCT || column.mode() == Column.Mode.REPEATED) {
        throw Refusal.invalid(
            "Operation cannot be performed on a nested schema. Field: " + column.name());
      }
    }
  }

  CsvFile headed(List<Column> columns) throws IOException {
    write(new java.util.ArrayList<@Nullable Object>(columns.stream().map(Column::name).toList()));
    return this;
  }

  @Override
  public void write(List<@Nullable Object> row) throws IOException {
    String before = "";
    for (Object value : row) {
      out.append(before);
      before = delimiter;
      if (value != null) {
        String text = Texts.of(value);
        boolean plain =
            !text.isEmpty()
                && !text.contains(delimiter)
                && text.chars().noneMatch(c -> c == '"' || c == '\n' || c == '\r');
        out.append(plain ? text : "\"" + text.replace("\"", "\"\"") + "\"");
      }
    }
    out.append('\n');
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}

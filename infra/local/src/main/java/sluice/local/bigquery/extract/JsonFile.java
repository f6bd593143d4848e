package sluice.local.bigquery.extract;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.schema.Column;
import sluice.schema.ColumnType;

/** One JSON object a line; integers are strings, and what is NULL is left out. */
final class JsonFile implements RowFile {

  private final Writer out;
  private final List<Column> columns;

  JsonFile(Writer out, List<Column> columns) {
    this.out = out;
    this.columns = columns;
  }

  @Override
  public void write(List<@Nullable Object> row) throws IOException {
    out.append(object(row, columns).toString()).append('\n');
  }

  private static JsonObject object(List<?> values, List<Column> fields) {
    JsonObject object = new JsonObject();
    for (int i = 0; i < fields.size(); i++) {
      Object value = values.get(i);
      if (value != null) {
        object.add(fields.get(i).name(), json(value, fields.get(i)));
      }
    }
    return object;
  }

  private static JsonElement json(Object value, Column column) {
    if (column.mode() == Column.Mode.REPEATED) {
      JsonArray array = new JsonArray();
      for (Object element : (List<?>) value) {
        array.add(json(element, column.as(Column.Mode.NULLABLE)));
      }
      return array;
    }
    if (column.type() == ColumnType.STRUCT) {
      return object((List<?>) value, column.fields());
    }
    if (column.type() == ColumnType.JSON) {
      return JsonParser.parseString(value.toString());
    }
    if (value instanceof Boolean flag) {
      return new JsonPrimitive(flag);
    }
    if (value instanceof Double number && Double.isFinite(number)) {
      return new JsonPrimitive(number);
    }
    return new JsonPrimitive(Texts.of(value));
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}

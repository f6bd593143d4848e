package sluice.local.bigquery.load;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sluice.schema.Column;
import sluice.schema.ColumnType;

/**
 * Turns JSON objects into rows, as load jobs and streaming inserts do.
 *
 * <p>What does not fit throws an {@code IllegalArgumentException} that names the field and the
 * value.
 */
public final class JsonValues {

  private final List<Column> columns;
  private final JsonRows.UnknownFields unknown;
  private final Map<List<Column>, Map<String, Integer>> positions = new HashMap<>();

  JsonValues(List<Column> columns, JsonRows.UnknownFields unknown) {
    this.columns = columns;
    this.unknown = unknown;
  }

  /** For rows in which a field that is no column is an error. */
  public static JsonValues strict(List<Column> columns) {
    return new JsonValues(columns, JsonRows.UnknownFields.REFUSED);
  }

  /** For rows in which a field that is no column is passed over. */
  public static JsonValues lenient(List<Column> columns) {
    return new JsonValues(columns, JsonRows.UnknownFields.IGNORED);
  }

  /** One row, in the order of the columns. */
  public List<@Nullable Object> row(JsonObject object) {
    return struct(object, columns, "");
  }

  private List<@Nullable Object> struct(JsonObject object, List<Column> fields, String path) {
    Map<String, Integer> position = positions.computeIfAbsent(fields, JsonValues::byName);
    @Nullable Object[] row = new @Nullable Object[fields.size()];
    for (Map.Entry<String, JsonElement> member : object.entrySet()) {
      Integer at = position.get(member.getKey().toLowerCase(Locale.ROOT));
      if (at != null) {
        row[at] = value(member.getValue(), fields.get(at), path + fields.get(at).name());
      } else if (unknown == JsonRows.UnknownFields.REFUSED) {
        throw new IllegalArgumentException("No such field: " + path + member.getKey() + ".");
      }
    }
    for (int i = 0; i < row.length; i++) {
      Column field = fields.get(i);
      if (row[i] == null && field.mode() == Column.Mode.REQUIRED) {
        throw new IllegalArgumentException("Missing required field: " + path + field.name() + ".");
      }
      if (row[i] == null && field.mode() == Column.Mode.REPEATED) {
        row[i] = List.of();
      }
    }
    return Arrays.asList(row);
  }

  private static Map<String, Integer> byName(List<Column> fields) {
    return java.util.stream.IntStream.range(0, fields.size())
        .boxed()
        .collect(Collectors.toMap(i -> fields.get(i).name().toLowerCase(Locale.ROOT), i -> i));
  }

  private @Nullable Object value(JsonElement json, Column field, String path) {
    if (json.isJsonNull()) {
      // A JSON column tells a JSON null from no value only within SQL; a load makes it NULL.
      return null;
    }
    if (field.mode() == Column.Mode.REPEATED) {
      if (!json.isJsonArray()) {
        throw new IllegalArgumentException(
            "Array specified for non-repeated field or a single value for a repeated one: "
                + path
                + ".");
      }
      List<@Nullable Object> elements = new ArrayList<>();
      for (JsonElement element : json.getAsJsonArray()) {
        if (element.isJsonNull()) {
          throw new IllegalArgumentException(
              "Only optional fields can be set to NULL. Field: " + path + "; Value: NULL");
        }
        elements.add(single(element, field, path));
      }
      return elements;
    }
    return single(json, field, path);
  }

  private Object single(JsonElement json, Column field, String path) {
    if (field.type() == ColumnType.JSON) {
      return TextValues.canonicalJson(json);
    }
    if (json.isJsonArray()) {
      throw new IllegalArgumentException("Array specified for non-repeated field: " + path + ".");
    }
    if (field.type() == ColumnType.STRUCT) {
      if (!json.isJsonObject()) {
        throw new IllegalArgumentException(
            "JSON object specified for non-record field or a value for a record: " + path + ".");
      }
      return struct(json.getAsJsonObject(), field.fields(), path + ".");
    }
    if (json.isJsonObject()) {
      throw new IllegalArgumentException(
          "JSON object specified for non-record field: " + path + ".");
    }
    return scalar(json.getAsJsonPrimitive(), field, path);
  }

  private static Object scalar(JsonPrimitive json, Column field, String path) {
    String text = json.getAsString();
    try {
      if (json.isNumber() && field.type() == ColumnType.INT64) {
        return TextValues.wholeNumber(text);
      }
      boolean misplaced =
          json.isBoolean()
              ? field.type() != ColumnType.BOOL && field.type() != ColumnType.STRING
              : json.isNumber()
                  && switch (field.type()) {
                    case BYTES, DATE, DATETIME, TIME -> true;
                    default -> false;
                  };
      if (misplaced) {
        throw new IllegalArgumentException("Unable to parse");
      }
      return TextValues.parse(text, field.type());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Could not convert value '%s' to %s: %s. Field: %s; Value: %s"
              .formatted(
                  CsvRows.shortened(text),
                  field.type().restName().toLowerCase(Locale.ROOT),
                  e.getMessage(),
                  path,
                  CsvRows.shortened(text)),
          e);
    }
  }
}

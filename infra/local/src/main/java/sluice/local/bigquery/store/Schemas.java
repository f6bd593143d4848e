package sluice.local.bigquery.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import sluice.schema.Column;
import sluice.schema.ColumnType;

/** Columns as REST writes them: {@code {"fields": [{"name", "type", "mode", ...}]}}. */
public final class Schemas {

  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}\\p{M}_&%=+:'<>#| -]{1,300}");

  private Schemas() {}

  /**
   * The columns of a REST schema.
   *
   * @throws Refusal where a field cannot be one
   */
  public static List<Column> columns(JsonObject schema) {
    return fields(schema, "");
  }

  private static List<Column> fields(JsonObject parent, String path) {
    List<Column> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonObject field : Json.objects(parent, "fields")) {
      Column column = column(field, path);
      if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
        throw Refusal.invalid("Field %s%s already exists in schema".formatted(path, column.name()));
      }
      columns.add(column);
    }
    return columns;
  }

  private static Column column(JsonObject field, String path) {
    String name =
        Json.text(field, "name")
            .filter(text -> !text.isBlank())
            .orElseThrow(() -> Refusal.invalid("Field has empty name" + in(path)));
    if (!NAME.matcher(name).matches()) {
      throw Refusal.invalid(
          "Invalid field name \"%s\"%s. Fields must contain the allowed characters, and be at most 300 characters long."
              .formatted(name, in(path)));
    }
    String typeName =
        Json.text(field, "type")
            .orElseThrow(() -> Refusal.invalid("Field %s%s has no type".formatted(path, name)));
    ColumnType type =
        ColumnType.named(typeName)
            .orElseThrow(
                () ->
                    Refusal.invalid(
                        "Invalid value for type: %s is not a valid value (field %s%s)"
                            .formatted(typeName, path, name)));
    List<Column> nested = type == ColumnType.STRUCT ? fields(field, path + name + ".") : List.of();
    if (type == ColumnType.STRUCT && nested.isEmpty()) {
      throw Refusal.invalid("Field %s%s is type RECORD but has no schema".formatted(path, name));
    }
    return new Column(name, type, mode(field), nested, Json.text(field, "description"));
  }

  private static Column.Mode mode(JsonObject field) {
    String mode = Json.text(field, "mode").orElse("NULLABLE").toUpperCase(Locale.ROOT);
    try {
      return Column.Mode.valueOf(mode.isEmpty() ? "NULLABLE" : mode);
    } catch (IllegalArgumentException e) {
      throw new Refusal("invalid", "Invalid value for mode: " + mode + " is not a valid value");
    }
  }

  private static String in(String path) {
    return path.isEmpty() ? "" : " in " + path.substring(0, path.length() - 1);
  }

  /** The REST schema of columns. */
  public static JsonObject schema(List<Column> columns) {
    JsonObject schema = new JsonObject();
    schema.add("fields", fields(columns));
    return schema;
  }

  private static JsonArray fields(List<Column> columns) {
    JsonArray fields = new JsonArray();
    for (Column column : columns) {
      JsonObject field =
          Json.of(
              "name",
              column.name(),
              "type",
              column.type().restName(),
              "mode",
              column.mode().name());
      column.description().ifPresent(text -> field.addProperty("description", text));
      if (column.type() == ColumnType.STRUCT) {
        field.add("fields", fields(column.fields()));
      }
      fields.add(field);
    }
    return fields;
  }

  /**
   * A schema with new columns that keeps what an older one says beside names and types (policy
   * tags, default values), field by field.
   */
  public static JsonObject schema(List<Column> columns, Optional<JsonObject> older) {
    JsonObject schema = schema(columns);
    older.ifPresent(old -> keep(schema, old));
    return schema;
  }

  private static void keep(JsonObject schema, JsonObject old) {
    for (JsonObject field : Json.objects(schema, "fields")) {
      for (JsonObject before : Json.objects(old, "fields")) {
        if (Json.required(field, "name").equalsIgnoreCase(Json.text(before, "name").orElse(""))) {
          for (String name : before.keySet()) {
            JsonElement value = before.get(name);
            if (!field.has(name)) {
              field.add(name, value.deepCopy());
            }
          }
          keep(field, before);
        }
      }
    }
  }
}

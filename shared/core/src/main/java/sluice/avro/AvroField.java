package sluice.avro;

import static sluice.RejectedException.require;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import sluice.schema.Column;

/**
 * One field of a record.
 *
 * @param mode NULLABLE writes a union whose first branch is null; REPEATED writes an array, which
 *     holds no nulls
 * @param doc what BigQuery takes as the column's description
 */
public record AvroField(String name, AvroType type, Column.Mode mode, Optional<String> doc) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  public AvroField {
    require(
        NAME.matcher(name).matches(),
        "'" + name + "' is not a field name that Avro takes",
        "Use Latin letters, digits and underscores, and no digit first.");
  }

  /** The column that BigQuery makes of this field. */
  public Column column() {
    return new Column(name, type.columnType(), mode, List.of(), doc);
  }

  JsonObject json() {
    JsonObject field = new JsonObject();
    field.addProperty("name", name);
    field.add("type", typeJson());
    doc.ifPresent(text -> field.addProperty("doc", text));
    return field;
  }

  private JsonElement typeJson() {
    JsonElement single = JsonParser.parseString(type.json());
    return switch (mode) {
      case REQUIRED -> single;
      case NULLABLE -> {
        JsonArray union = new JsonArray();
        union.add("null");
        union.add(single);
        yield union;
      }
      case REPEATED -> {
        JsonObject array = new JsonObject();
        array.addProperty("type", "array");
        array.add("items", single);
        yield array;
      }
    };
  }
}

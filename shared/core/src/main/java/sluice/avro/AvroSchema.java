package sluice.avro;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import sluice.schema.Column;

/** The record that every row of a file is. */
public record AvroSchema(String name, List<AvroField> fields) {

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  public AvroSchema {
    fields = List.copyOf(fields);
  }

  /** The table that BigQuery makes of such a file. */
  public List<Column> columns() {
    return fields.stream().map(AvroField::column).toList();
  }

  /** The schema as a file's header holds it. */
  public String json() {
    JsonArray list = new JsonArray();
    fields.forEach(field -> list.add(field.json()));
    JsonObject schema = new JsonObject();
    schema.addProperty("type", "record");
    schema.addProperty("name", name);
    schema.add("fields", list);
    return GSON.toJson(schema);
  }
}

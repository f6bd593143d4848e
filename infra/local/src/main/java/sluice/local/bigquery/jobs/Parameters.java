package sluice.local.bigquery.jobs;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Refusal;
import sluice.local.sql.QueryParameter;
import sluice.schema.Column;
import sluice.schema.ColumnType;

/** A query's parameters as REST writes them. */
record Parameters(Map<String, QueryParameter> named, List<QueryParameter> positional) {

  static Parameters of(JsonObject query) {
    Map<String, QueryParameter> named = new LinkedHashMap<>();
    List<QueryParameter> positional = new ArrayList<>();
    for (JsonObject parameter : Json.objects(query, "queryParameters")) {
      Column type = column("", Json.object(parameter, "parameterType").orElseGet(JsonObject::new));
      JsonElement value =
          value(type, Json.object(parameter, "parameterValue").orElseGet(JsonObject::new));
      Optional<String> name = Json.text(parameter, "name").filter(text -> !text.isEmpty());
      if (name.isPresent()) {
        named.put(name.get(), new QueryParameter(type, value));
      } else {
        positional.add(new QueryParameter(type, value));
      }
    }
    return new Parameters(named, positional);
  }

  private static Column column(String name, JsonObject type) {
    String typeName = Json.required(type, "type");
    if (typeName.equals("ARRAY")) {
      return column(name, Json.object(type, "arrayType").orElseGet(JsonObject::new))
          .as(Column.Mode.REPEATED);
    }
    if (typeName.equals("STRUCT") || typeName.equals("RECORD")) {
      List<Column> fields = new ArrayList<>();
      for (JsonObject field : Json.objects(type, "structTypes")) {
        fields.add(
            column(
                Json.text(field, "name").orElse(""),
                Json.object(field, "type").orElseGet(JsonObject::new)));
      }
      return Column.struct(name, fields);
    }
    return Column.of(
        name,
        ColumnType.named(typeName)
            .orElseThrow(() -> Refusal.invalid("Invalid query parameter type: " + typeName)));
  }

  private static JsonElement value(Column type, JsonObject value) {
    if (type.mode() == Column.Mode.REPEATED) {
      JsonArray elements = new JsonArray();
      for (JsonObject element : Json.objects(value, "arrayValues")) {
        elements.add(value(type.as(Column.Mode.NULLABLE), element));
      }
      return elements;
    }
    if (type.type() == ColumnType.STRUCT) {
      JsonObject fields = new JsonObject();
      for (Column field : type.fields()) {
        JsonObject of = Json.object(value, "structValues", field.name()).orElseGet(JsonObject::new);
        fields.add(field.name(), value(field, of));
      }
      return fields;
    }
    return Json.text(value, "value").<JsonElement>map(JsonPrimitive::new).orElse(JsonNull.INSTANCE);
  }
}

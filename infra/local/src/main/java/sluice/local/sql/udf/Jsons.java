package sluice.local.sql.udf;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reading JSON text by paths. */
final class Jsons {
  private static final TypeAdapter<JsonElement> ADAPTER = new Gson().getAdapter(JsonElement.class);

  private Jsons() {}

  static void addTo(Registrar all) {
    all.add("gs_json_value", "TEXT TEXT -> TEXT", a -> scalar(at(a, false)));
    all.add("gs_json_extract_scalar", "TEXT TEXT -> TEXT", a -> scalar(at(a, true)));
    all.add("gs_json_query", "TEXT TEXT -> TEXT", a -> text(at(a, false)));
    all.add("gs_json_extract", "TEXT TEXT -> TEXT", a -> text(at(a, true)));
    all.add("gs_json_value_array", "TEXT TEXT -> TEXT", a -> scalars(at(a, false)));
    all.add("gs_json_extract_string_array", "TEXT TEXT -> TEXT", a -> scalars(at(a, true)));
    all.add("gs_json_query_array", "TEXT TEXT -> TEXT", a -> texts(at(a, false)));
    all.add("gs_json_extract_array", "TEXT TEXT -> TEXT", a -> texts(at(a, true)));
    all.add(
        "gs_json_field",
        "TEXT TEXT -> TEXT",
        a -> text(field(parse((String) a[0]), (String) a[1])));
    all.add(
        "gs_json_element",
        "TEXT LONG -> TEXT",
        a -> text(element(parse((String) a[0]), (Long) a[1])));
    all.add("gs_json_type", "TEXT -> TEXT", a -> type(parse((String) a[0]).orElseThrow()));
  }

  /** The JSON of a text; empty where it is not JSON. */
  static Optional<JsonElement> parse(String text) {
    try {
      return Optional.of(read(text));
    } catch (JsonParseException | IOException | NumberFormatException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  private static JsonElement read(String text) throws IOException {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    JsonElement element = ADAPTER.read(reader);
    if (reader.peek() != JsonToken.END_DOCUMENT) {
      throw new JsonParseException("more than one value");
    }
    return element;
  }

  private static Optional<JsonElement> at(Object[] a, boolean legacy) {
    Optional<JsonElement> found = parse((String) a[0]);
    for (JsonPath.Step step : JsonPath.of((String) a[1], legacy).steps()) {
      found =
          step.index().isPresent() ? element(found, step.index().get()) : field(found, step.name());
    }
    return found;
  }

  private static Optional<JsonElement> field(Optional<JsonElement> json, String name) {
    return json.filter(JsonElement::isJsonObject).map(object -> object.getAsJsonObject().get(name));
  }

  private static Optional<JsonElement> element(Optional<JsonElement> json, long index) {
    return json.filter(JsonElement::isJsonArray)
        .map(JsonElement::getAsJsonArray)
        .filter(array -> index >= 0 && index < array.size())
        .map(array -> array.get((int) index));
  }

  private static @Nullable String text(Optional<JsonElement> json) {
    return json.map(JsonWriting::text).orElse(null);
  }

  private static @Nullable String scalar(Optional<JsonElement> json) {
    return json.filter(JsonElement::isJsonPrimitive).map(JsonElement::getAsString).orElse(null);
  }

  private static @Nullable String scalars(Optional<JsonElement> json) {
    if (json.filter(JsonElement::isJsonArray).isEmpty()) {
      return null;
    }
    JsonArray found = new JsonArray();
    for (JsonElement element : json.get().getAsJsonArray()) {
      if (element.isJsonArray() || element.isJsonObject()) {
        return null;
      }
      found.add(element.isJsonNull() ? element : new JsonPrimitive(element.getAsString()));
    }
    return found.toString();
  }

  private static @Nullable String texts(Optional<JsonElement> json) {
    if (json.filter(JsonElement::isJsonArray).isEmpty()) {
      return null;
    }
    JsonArray found = new JsonArray();
    for (JsonElement element : json.get().getAsJsonArray()) {
      found.add(JsonWriting.text(element));
    }
    return found.toString();
  }

  private static String type(JsonElement json) {
    if (json.isJsonNull()) {
      return "null";
    } else if (json instanceof JsonObject) {
      return "object";
    } else if (json instanceof JsonArray) {
      return "array";
    }
    JsonPrimitive primitive = json.getAsJsonPrimitive();
    return primitive.isString() ? "string" : primitive.isBoolean() ? "boolean" : "number";
  }
}

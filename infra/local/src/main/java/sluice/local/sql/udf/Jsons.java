package sluice.local.sql.udf;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.internal.LazilyParsedNumber;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reading JSON: text by paths, and the type by its parts. */
final class Jsons {
  private Jsons() {}

  static void addTo(Registrar all) {
    all.add("gs_json_value", "TEXT TEXT -> TEXT", a -> scalar(a, false));
    all.add("gs_json_extract_scalar", "TEXT TEXT -> TEXT", a -> scalar(a, true));
    all.add("gs_json_query", "TEXT TEXT -> TEXT", a -> json(a, false));
    all.add("gs_json_extract", "TEXT TEXT -> TEXT", a -> json(a, true));
    all.add("gs_json_text_query", "TEXT TEXT -> TEXT", a -> notNull(json(a, false)));
    all.add("gs_json_text_extract", "TEXT TEXT -> TEXT", a -> notNull(json(a, true)));
    all.add("gs_json_value_array", "TEXT TEXT -> TEXT", a -> scalars(a, false));
    all.add("gs_json_extract_string_array", "TEXT TEXT -> TEXT", a -> scalars(a, true));
    all.add("gs_json_query_array", "TEXT TEXT -> TEXT", a -> elements(a, false));
    all.add("gs_json_extract_array", "TEXT TEXT -> TEXT", a -> elements(a, true));
    all.add("gs_json_field", "TEXT TEXT -> TEXT", a -> field((String) a[0], (String) a[1]));
    all.add("gs_json_element", "TEXT LONG -> TEXT", a -> element((String) a[0], (Long) a[1]));
    all.add("gs_json_type", "TEXT -> TEXT", a -> type(parse((String) a[0]).orElseThrow()));
  }

  private static JsonPath path(Object[] a, boolean legacy) {
    return JsonPath.of((String) a[1], legacy);
  }

  private static @Nullable String scalar(Object[] a, boolean legacy) {
    return JsonScanner.scalar((String) a[0], path(a, legacy)).orElse(null);
  }

  private static @Nullable String json(Object[] a, boolean legacy) {
    return JsonScanner.json((String) a[0], path(a, legacy)).orElse(null);
  }

  /** In text, a null is no value. */
  private static @Nullable String notNull(@Nullable String json) {
    return json == null || json.equals("null") ? null : json;
  }

  private static @Nullable String scalars(Object[] a, boolean legacy) {
    return JsonScanner.scalars((String) a[0], path(a, legacy))
        .map(JsonArray::toString)
        .orElse(null);
  }

  private static @Nullable String elements(Object[] a, boolean legacy) {
    return JsonScanner.elements((String) a[0], path(a, legacy))
        .map(JsonArray::toString)
        .orElse(null);
  }

  private static @Nullable String field(String json, String name) {
    return JsonScanner.json(json, JsonPath.ofField(name)).orElse(null);
  }

  private static @Nullable String element(String json, long index) {
    return index < 0 ? null : JsonScanner.json(json, JsonPath.ofElement(index)).orElse(null);
  }

  /** The JSON of a text; empty where it is not JSON. */
  static Optional<JsonElement> parse(String text) {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    try {
      JsonElement element = read(reader);
      return reader.peek() == JsonToken.END_DOCUMENT ? Optional.of(element) : Optional.empty();
    } catch (IOException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  /** Of several fields of one name the first counts. */
  private static JsonElement read(JsonReader reader) throws IOException {
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> object(reader);
      case BEGIN_ARRAY -> array(reader);
      case NUMBER -> new JsonPrimitive(new LazilyParsedNumber(reader.nextString()));
      case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
      case NULL -> {
        reader.nextNull();
        yield JsonNull.INSTANCE;
      }
      default -> new JsonPrimitive(reader.nextString());
    };
  }

  private static JsonObject object(JsonReader reader) throws IOException {
    JsonObject object = new JsonObject();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      JsonElement field = read(reader);
      if (!object.has(name)) {
        object.add(name, field);
      }
    }
    reader.endObject();
    return object;
  }

  private static JsonArray array(JsonReader reader) throws IOException {
    JsonArray array = new JsonArray();
    reader.beginArray();
    while (reader.hasNext()) {
      array.add(read(reader));
    }
    reader.endArray();
    return array;
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

package sluice.local.bigquery.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads JSON bodies, where what is absent and what is null mean the same. */
public final class Json {

  private Json() {}

  /**
   * Parses an object.
   *
   * @throws Refusal when the text is no JSON object
   */
  public static JsonObject parse(String text) {
    if (text.isBlank()) {
      return new JsonObject();
    }
    try {
      JsonElement parsed = JsonParser.parseString(text);
      if (parsed.isJsonObject()) {
        return parsed.getAsJsonObject();
      }
    } catch (JsonParseException e) {
      throw new Refusal("parseError", "Invalid JSON payload received: " + e.getMessage());
    }
    throw new Refusal("parseError", "Invalid JSON payload received: it is not an object.");
  }

  /** The element at the end of a path of names. */
  public static Optional<JsonElement> at(JsonObject json, String... path) {
    JsonElement element = json;
    for (String name : path) {
      if (element == null || !element.isJsonObject()) {
        return Optional.empty();
      }
      element = element.getAsJsonObject().get(name);
    }
    return Optional.ofNullable(element).filter(found -> !found.isJsonNull());
  }

  public static Optional<JsonObject> object(JsonObject json, String... path) {
    return at(json, path).filter(JsonElement::isJsonObject).map(JsonElement::getAsJsonObject);
  }

  public static Optional<String> text(JsonObject json, String... path) {
    return at(json, path).filter(JsonElement::isJsonPrimitive).map(JsonElement::getAsString);
  }

  /** A string that must be there. */
  public static String required(JsonObject json, String... path) {
    return text(json, path)
        .filter(text -> !text.isEmpty())
        .orElseThrow(
            () ->
                new Refusal("required", "Required parameter is missing: " + path[path.length - 1]));
  }

  /** A flag, false when absent; REST clients send {@code true} and {@code "true"}. */
  public static boolean flag(JsonObject json, String... path) {
    return text(json, path).map(Boolean::parseBoolean).orElse(false);
  }

  /** A whole number, sent as a number or a string. */
  public static Optional<Long> number(JsonObject json, String... path) {
    return text(json, path)
        .filter(text -> !text.isEmpty())
        .map(
            text -> {
              try {
                return (long) Double.parseDouble(text);
              } catch (NumberFormatException e) {
                throw new Refusal(
                    "invalid", "Invalid value for %s: %s".formatted(path[path.length - 1], text));
              }
            });
  }

  public static List<JsonObject> objects(JsonObject json, String... path) {
    List<JsonObject> objects = new ArrayList<>();
    at(json, path)
        .filter(JsonElement::isJsonArray)
        .map(JsonElement::getAsJsonArray)
        .ifPresent(array -> array.forEach(element -> objects.add(element.getAsJsonObject())));
    return objects;
  }

  public static List<String> texts(JsonObject json, String... path) {
    List<String> texts = new ArrayList<>();
    at(json, path)
        .filter(JsonElement::isJsonArray)
        .map(JsonElement::getAsJsonArray)
        .ifPresent(array -> array.forEach(element -> texts.add(element.getAsString())));
    return texts;
  }

  /** An array of strings. */
  public static JsonArray array(Iterable<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  /** An array of elements. */
  public static JsonArray arrayOf(Iterable<? extends JsonElement> elements) {
    JsonArray array = new JsonArray();
    elements.forEach(array::add);
    return array;
  }

  /** An object of alternating names and values; values are texts, numbers, flags or JSON. */
  public static JsonObject of(@Nullable Object... namesAndValues) {
    JsonObject json = new JsonObject();
    for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
      add(json, String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return json;
  }

  /** Lays a patch over a resource: null removes, objects merge, everything else replaces. */
  public static JsonObject merged(JsonObject base, JsonObject patch) {
    JsonObject result = base.deepCopy();
    for (Map.Entry<String, JsonElement> change : patch.entrySet()) {
      JsonElement old = result.get(change.getKey());
      JsonElement value = change.getValue();
      if (value.isJsonNull()) {
        result.remove(change.getKey());
      } else if (value.isJsonObject() && old != null && old.isJsonObject()) {
        result.add(change.getKey(), merged(old.getAsJsonObject(), value.getAsJsonObject()));
      } else {
        result.add(change.getKey(), value.deepCopy());
      }
    }
    return result;
  }

  private static void add(JsonObject json, String name, @Nullable Object value) {
    if (value instanceof JsonElement element) {
      json.add(name, element);
    } else if (value instanceof Boolean flag) {
      json.addProperty(name, flag);
    } else if (value instanceof Number number) {
      json.addProperty(name, number);
    } else if (value != null) {
      json.addProperty(name, value.toString());
    }
  }
}

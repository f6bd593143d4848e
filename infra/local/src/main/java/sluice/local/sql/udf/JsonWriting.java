package sluice.local.sql.udf;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Making JSON text, and turning it into values. */
final class JsonWriting {
  private static final long SAFE = 1L << 53;

  private JsonWriting() {}

  static void addTo(Registrar all) {
    all.add("gs_parse_json", "TEXT TEXT -> TEXT", a -> canonical((String) a[0], (String) a[1]));
    all.add("gs_json_quote", "TEXT -> TEXT", a -> quoted((String) a[0]));
    all.add("gs_json_of_int64", "LONG -> TEXT", a -> wide((Long) a[0]));
    all.add("gs_json_double", "DOUBLE BOOL -> TEXT", a -> number((Double) a[0], (Boolean) a[1]));
    all.add(
        "gs_json_numeric", "NUMERIC BOOL -> TEXT", a -> numeric((BigDecimal) a[0], (Boolean) a[1]));
    all.add("gs_json_int64", "TEXT -> LONG", a -> exactLong(value((String) a[0])));
    all.add("gs_json_float64", "TEXT -> DOUBLE", a -> exactDouble(value((String) a[0])));
    all.add("gs_json_bool", "TEXT -> BOOL", a -> exactBool(value((String) a[0])));
    all.add("gs_json_string", "TEXT -> TEXT", a -> exactString(value((String) a[0])));
    all.add("gs_lax_int64", "TEXT -> LONG", a -> LaxJson.toLong(value((String) a[0])));
    all.add("gs_lax_float64", "TEXT -> DOUBLE", a -> LaxJson.toDouble(value((String) a[0])));
    all.add("gs_lax_bool", "TEXT -> BOOL", a -> LaxJson.toBool(value((String) a[0])));
    all.add("gs_lax_string", "TEXT -> TEXT", a -> LaxJson.toText(value((String) a[0])));
  }

  static JsonElement value(String json) {
    return Jsons.parse(json)
        .orElseThrow(() -> new IllegalArgumentException("Invalid JSON: " + json));
  }

  /** JSON as the type keeps it: fields in the order of their names, numbers in one form. */
  private static String canonical(String json, String mode) {
    StringBuilder out = new StringBuilder();
    write(value(json), out, mode);
    return out.toString();
  }

  private static void write(JsonElement json, StringBuilder out, String mode) {
    if (json.isJsonObject()) {
      List<String> fields = new ArrayList<>();
      for (Map.Entry<String, JsonElement> field :
          new TreeMap<>(json.getAsJsonObject().asMap()).entrySet()) {
        StringBuilder one = new StringBuilder(quoted(field.getKey())).append(':');
        write(field.getValue(), one, mode);
        fields.add(one.toString());
      }
      out.append('{').append(String.join(",", fields)).append('}');
    } else if (json.isJsonArray()) {
      List<String> elements = new ArrayList<>();
      for (JsonElement element : json.getAsJsonArray()) {
        StringBuilder one = new StringBuilder();
        write(element, one, mode);
        elements.add(one.toString());
      }
      out.append('[').append(String.join(",", elements)).append(']');
    } else if (json.isJsonPrimitive() && json.getAsJsonPrimitive().isNumber()) {
      out.append(canonicalNumber(json.getAsString(), mode));
    } else {
      out.append(json.isJsonNull() ? "null" : text(json));
    }
  }

  private static String canonicalNumber(String text, String mode) {
    if (text.matches("-?\\d+")) {
      BigInteger integer = new BigInteger(text);
      boolean unsigned = integer.signum() >= 0 && integer.bitLength() <= 64;
      if (integer.bitLength() <= 63 || unsigned) {
        return text.equals("-0") ? "-0.0" : integer.toString();
      }
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      throw new IllegalArgumentException("JSON number is out of range: " + text);
    }
    boolean exact = new BigDecimal(NumberTexts.text(value)).compareTo(new BigDecimal(text)) == 0;
    if (mode.equals("exact") && !exact) {
      throw new IllegalArgumentException(
          "Input number: " + text + " cannot round-trip through string representation");
    }
    return number(value);
  }

  /** JSON text without spaces, its numbers as they were written. */
  static String text(JsonElement json) {
    if (json.isJsonPrimitive() && json.getAsJsonPrimitive().isString()) {
      return quoted(json.getAsString());
    }
    if (json instanceof JsonObject object) {
      List<String> fields = new ArrayList<>();
      object.asMap().forEach((name, field) -> fields.add(quoted(name) + ":" + text(field)));
      return "{" + String.join(",", fields) + "}";
    }
    if (json.isJsonArray()) {
      return "["
          + String.join(
              ",", json.getAsJsonArray().asList().stream().map(JsonWriting::text).toList())
          + "]";
    }
    return json.isJsonNull() ? "null" : json.getAsString();
  }

  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append(c < 0x20 ? String.format("\\u%04x", (int) c) : String.valueOf(c));
      }
    }
    return out.append('"').toString();
  }

  private static String wide(long value) {
    return value > SAFE || value < -SAFE ? "\"" + value + "\"" : Long.toString(value);
  }

  /** TO_JSON_STRING writes whole numbers without a point. */
  private static String number(double value, boolean whole) {
    String text = number(value);
    return whole && text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static String number(double value) {
    String text = NumberTexts.text(value);
    if (Double.isNaN(value)) {
      return "\"NaN\"";
    }
    return Double.isInfinite(value) ? (value > 0 ? "\"Infinity\"" : "\"-Infinity\"") : text;
  }

  private static String numeric(BigDecimal value, boolean wide) {
    String text = value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    boolean plain = text.indexOf('.') < 0 && value.abs().compareTo(BigDecimal.valueOf(SAFE)) <= 0;
    return wide && !plain ? "\"" + text + "\"" : text;
  }

  private static IllegalArgumentException not(JsonElement json, String type) {
    return new IllegalArgumentException("The provided JSON input is not " + type + ": " + json);
  }

  private static JsonPrimitive primitive(JsonElement json, String type) {
    if (!json.isJsonPrimitive()) {
      throw not(json, type);
    }
    return json.getAsJsonPrimitive();
  }

  private static @Nullable Long exactLong(JsonElement json) {
    JsonPrimitive number = primitive(json, "an integer");
    if (!number.isNumber()) {
      throw not(json, "an integer");
    }
    try {
      return new BigDecimal(number.getAsString()).longValueExact();
    } catch (ArithmeticException e) {
      throw not(json, "an integer");
    }
  }

  private static Double exactDouble(JsonElement json) {
    JsonPrimitive number = primitive(json, "a number");
    if (!number.isNumber()) {
      throw not(json, "a number");
    }
    return number.getAsDouble();
  }

  private static Boolean exactBool(JsonElement json) {
    JsonPrimitive bool = primitive(json, "a boolean");
    if (!bool.isBoolean()) {
      throw not(json, "a boolean");
    }
    return bool.getAsBoolean();
  }

  private static String exactString(JsonElement json) {
    JsonPrimitive string = primitive(json, "a string");
    if (!string.isString()) {
      throw not(json, "a string");
    }
    return string.getAsString();
  }
}

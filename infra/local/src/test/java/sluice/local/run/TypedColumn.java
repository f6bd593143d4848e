package sluice.local.run;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A column of a type, and how the source's and BigQuery's own SQL each read it as text.
 *
 * @param source the documented rule, in the source's SQL
 * @param bigQuery the same, in GoogleSQL
 * @param form how texts that mean the same are made equal
 * @param literals values in the source's SQL
 */
record TypedColumn(
    String name, String type, String source, String bigQuery, Form form, List<String> literals) {

  /** What the texts of a column are. */
  enum Form {
    TEXT,
    NUMBER,
    FLOAT,
    JSON
  }

  static TypedColumn of(
      String name, String type, String source, String bigQuery, Form form, String... literals) {
    return new TypedColumn(
        name,
        type,
        source.replace("$", name),
        bigQuery.replace("$", name),
        form,
        Arrays.asList(literals));
  }

  /** The value that a row of that number has: each in turn. */
  String literal(int row) {
    return literals.get(row % literals.size());
  }

  /** A text in the one form that equal values have. */
  String canonical(String text) {
    if (text == null) {
      return "NULL";
    }
    return switch (form) {
      case TEXT -> "'" + text + "'";
      case NUMBER -> number(text);
      case FLOAT -> Double.toString(parseFloat(text));
      case JSON -> canonical(JsonParser.parseString(text)).toString();
    };
  }

  private static String number(String text) {
    BigDecimal number = new BigDecimal(text);
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static double parseFloat(String text) {
    return switch (text.toLowerCase(java.util.Locale.ROOT)) {
      case "infinity", "inf", "+inf" -> Double.POSITIVE_INFINITY;
      case "-infinity", "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> Double.parseDouble(text);
    };
  }

  /** Objects by their keys, numbers by their value. */
  private static JsonElement canonical(JsonElement element) {
    if (element.isJsonObject()) {
      JsonObject sorted = new JsonObject();
      element.getAsJsonObject().keySet().stream()
          .sorted()
          .forEach(
              key ->
                  sorted.add(
                      key, canonical(Objects.requireNonNull(element.getAsJsonObject().get(key)))));
      return sorted;
    }
    if (element.isJsonArray()) {
      JsonArray array = new JsonArray();
      element.getAsJsonArray().forEach(each -> array.add(canonical(each)));
      return array;
    }
    if (element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber()) {
      return new com.google.gson.JsonPrimitive(element.getAsDouble());
    }
    return element;
  }
}

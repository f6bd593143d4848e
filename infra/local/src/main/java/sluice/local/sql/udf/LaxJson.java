package sluice.local.sql.udf;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The LAX_ conversions of JSON: NULL where a value cannot be had. */
final class LaxJson {
  private LaxJson() {}

  static @Nullable Long toLong(JsonElement json) {
    if (!json.isJsonPrimitive()) {
      return null;
    }
    JsonPrimitive value = json.getAsJsonPrimitive();
    if (value.isBoolean()) {
      return value.getAsBoolean() ? 1L : 0L;
    }
    try {
      return new BigDecimal(value.getAsString().strip())
          .setScale(0, RoundingMode.HALF_UP)
          .longValueExact();
    } catch (NumberFormatException | ArithmeticException e) {
      return null;
    }
  }

  static @Nullable Double toDouble(JsonElement json) {
    if (!json.isJsonPrimitive() || json.getAsJsonPrimitive().isBoolean()) {
      return null;
    }
    try {
      return NumberTexts.parseDouble(json.getAsString());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  static @Nullable Boolean toBool(JsonElement json) {
    if (!json.isJsonPrimitive()) {
      return null;
    }
    JsonPrimitive value = json.getAsJsonPrimitive();
    if (value.isBoolean()) {
      return value.getAsBoolean();
    }
    if (value.isNumber()) {
      return value.getAsDouble() != 0;
    }
    return switch (value.getAsString().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> null;
    };
  }

  static @Nullable String toText(JsonElement json) {
    return json.isJsonPrimitive() ? json.getAsString() : null;
  }
}

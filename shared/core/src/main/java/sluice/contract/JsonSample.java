package sluice.contract;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import sluice.contract.FileSchema.JsonKind;

/** The columns that the first rows of a file of JSON lines have. */
final class JsonSample {

  private static final int MOST_ROWS = 100;

  private final Map<String, Set<JsonKind>> kinds = new TreeMap<>();

  private JsonSample() {}

  /**
   * Reads the rows that are whole.
   *
   * @param beginning of the file, unzipped; it may end anywhere
   */
  static FileSchema read(InputStream beginning, Charset charset) throws IOException {
    JsonSample sample = new JsonSample();
    BufferedReader lines = new BufferedReader(new InputStreamReader(beginning, charset));
    for (int row = 0; row < MOST_ROWS; row++) {
      String line = lines.readLine();
      if (line == null || !sample.take(line)) {
        break;
      }
    }
    return new FileSchema.Sampled(sample.kinds);
  }

  /** Whether the line is a row, as all before it. */
  private boolean take(String line) {
    try {
      JsonElement row = JsonParser.parseString(line.isBlank() ? "{}" : line);
      if (!(row instanceof JsonObject object)) {
        return false;
      }
      object.asMap().forEach((name, value) -> kind(value).ifPresent(kind -> note(name, kind)));
      return true;
    } catch (JsonSyntaxException e) {
      // Cut off, or bad: the load job will name the line.
      return false;
    }
  }

  private void note(String name, JsonKind kind) {
    kinds.computeIfAbsent(name, key -> EnumSet.noneOf(JsonKind.class)).add(kind);
  }

  private static Optional<JsonKind> kind(JsonElement value) {
    if (value.isJsonNull()) {
      return Optional.empty();
    } else if (value.isJsonObject()) {
      return Optional.of(JsonKind.OBJECT);
    } else if (value.isJsonArray()) {
      return Optional.of(JsonKind.ARRAY);
    } else if (value.getAsJsonPrimitive().isBoolean()) {
      return Optional.of(JsonKind.BOOL);
    } else if (value.getAsJsonPrimitive().isNumber()) {
      return Optional.of(isWhole(value.getAsString()) ? JsonKind.WHOLE_NUMBER : JsonKind.NUMBER);
    }
    return Optional.of(JsonKind.TEXT);
  }

  private static boolean isWhole(String number) {
    if (number.length() > 19 || number.contains("e") || number.contains("E")) {
      return false;
    }
    BigDecimal value = new BigDecimal(number);
    return value.scale() <= 0 && value.toBigInteger().bitLength() < Long.SIZE;
  }
}

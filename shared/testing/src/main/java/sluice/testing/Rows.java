package sluice.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sluice.warehouse.Job;

/** Rows as text: one JSON object a line, whatever the format of the load says. */
public final class Rows {

  private static final String UNNAMED = "this is not a row of a file that is named";

  private Rows() {}

  /** The text of an object that holds rows of one column, {@code id}. */
  public static String ofIds(String... ids) {
    return ofIds(List.of(ids));
  }

  /** The text of an object that holds rows of one column, {@code id}. */
  public static String ofIds(List<String> ids) {
    StringBuilder text = new StringBuilder();
    ids.forEach(id -> text.append("{\"id\":\"").append(id).append("\"}\n"));
    return text.toString();
  }

  /** The text of an object that no table takes; the job's error names the object. */
  public static String bad() {
    return "this is not a row\n";
  }

  /** The text of an object that no table takes, and of which the job's error does not speak. */
  public static String badUnnamed() {
    return UNNAMED + "\n";
  }

  /** Reads an object's text; fails as BigQuery does, with the address of the object. */
  static List<Map<String, String>> parse(String uri, String text) throws JobFailedException {
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : text.lines().toList()) {
      rows.add(row(uri, line));
    }
    return rows;
  }

  private static Map<String, String> row(String uri, String line) throws JobFailedException {
    try {
      JsonElement json = JsonParser.parseString(line);
      if (json instanceof JsonObject object) {
        Map<String, String> row = new TreeMap<>();
        object.asMap().forEach((column, value) -> put(row, column, value));
        return Map.copyOf(row);
      }
    } catch (JsonParseException e) {
      throw bad(uri, line, e);
    }
    throw bad(uri, line, null);
  }

  private static void put(Map<String, String> row, String column, JsonElement value) {
    if (!value.isJsonNull()) {
      row.put(column, value.isJsonPrimitive() ? value.getAsString() : value.toString());
    }
  }

  private static JobFailedException bad(String uri, String line, @Nullable Throwable cause) {
    if (line.equals(UNNAMED)) {
      return new JobFailedException(
          new Job.Failure("invalid", "Error while reading data, error message: '" + line + "'"),
          cause);
    }
    String message = "Error while reading data, error message: '%s'; File: %s".formatted(line, uri);
    Job.Problem problem = new Job.Problem("invalid", Optional.of(uri), message);
    return new JobFailedException(new Job.Failure("invalid", message, List.of(problem)), cause);
  }
}

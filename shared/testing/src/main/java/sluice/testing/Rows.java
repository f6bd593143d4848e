package sluice.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sluice.files.CsvRecords;
import sluice.plan.Format;
import sluice.schema.Column;
import sluice.warehouse.Job;
import sluice.warehouse.JobRequest;

/** Rows as text: CSV where the load says so, and one JSON object a line for any other format. */
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

  /**
   * Reads an object's text.
   *
   * @param problems takes what is wrong with each line that is left out, as BigQuery says it
   */
  static List<Map<String, String>> parse(String uri, String text, List<Job.Problem> problems) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : text.lines().toList()) {
      row(line).ifPresentOrElse(rows::add, () -> problems.add(bad(uri, line)));
    }
    return rows;
  }

  /**
   * Reads an object's text as CSV, its columns by their position, as BigQuery does; a quote that is
   * never closed ends it.
   */
  static List<Map<String, String>> parseCsv(
      String uri, String text, JobRequest.Load load, List<Job.Problem> problems) {
    List<Map<String, String>> rows = new ArrayList<>();
    Format.Csv csv = (Format.Csv) load.format();
    try (CsvRecords records = new CsvRecords(new StringReader(text), csv)) {
      int number = 0;
      for (Optional<CsvRecords.Row> row = records.next();
          row.isPresent();
          row = records.next(), number++) {
        if (number < csv.headerRows()) {
          continue;
        } else if (row.get().fields().size() == load.columns().size()) {
          rows.add(row(row.get().fields(), load.columns(), csv.nullMarker()));
        } else {
          problems.add(tooManyOrTooFew(uri, row.get().line()));
        }
      }
    } catch (IOException e) {
      problems.add(bad(uri, String.valueOf(e.getMessage())));
    }
    return rows;
  }

  private static Map<String, String> row(
      List<CsvRecords.Field> fields, List<Column> columns, String nullMarker) {
    Map<String, String> row = new TreeMap<>();
    for (int i = 0; i < columns.size(); i++) {
      CsvRecords.Field field = fields.get(i);
      if (field.quoted() || !field.text().equals(nullMarker)) {
        row.put(columns.get(i).name(), field.text());
      }
    }
    return Map.copyOf(row);
  }

  private static Job.Problem tooManyOrTooFew(String uri, long line) {
    return new Job.Problem(
        "invalid",
        Optional.of(uri),
        "Error while reading data, error message: Too many values in line; line_number: %d File: %s"
            .formatted(line, uri));
  }

  private static Optional<Map<String, String>> row(String line) {
    try {
      JsonElement json = JsonParser.parseString(line);
      if (json instanceof JsonObject object) {
        Map<String, String> row = new TreeMap<>();
        object.asMap().forEach((column, value) -> put(row, column, value));
        return Optional.of(Map.copyOf(row));
      }
    } catch (JsonParseException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static void put(Map<String, String> row, String column, JsonElement value) {
    if (!value.isJsonNull()) {
      row.put(column, value.isJsonPrimitive() ? value.getAsString() : value.toString());
    }
  }

  private static Job.Problem bad(String uri, String line) {
    String message = "Error while reading data, error message: '%s'".formatted(line);
    return line.equals(UNNAMED)
        ? new Job.Problem("invalid", Optional.empty(), message)
        : new Job.Problem("invalid", Optional.of(uri), message + "; File: " + uri);
  }
}

package sluice.local.bigquery.load;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import sluice.local.bigquery.store.Json;
import sluice.local.bigquery.store.Refusal;
import sluice.schema.Column;
import sluice.schema.ColumnType;

/** Guesses columns from at most 500 rows of one file. */
final class Autodetection {

  private static final int MOST_ROWS = 500;
  // The narrowest first: the first that reads every value wins.
  private static final List<ColumnType> GUESSES =
      List.of(
          ColumnType.BOOL,
          ColumnType.INT64,
          ColumnType.FLOAT64,
          ColumnType.DATE,
          ColumnType.TIME,
          ColumnType.DATETIME,
          ColumnType.TIMESTAMP);

  private final Load load;

  Autodetection(Load load) {
    this.load = load;
  }

  List<Column> columns() throws IOException {
    return load.format() == Load.Format.CSV ? csv() : json();
  }

  private List<Column> csv() throws IOException {
    List<List<CsvLines.Field>> lines = new ArrayList<>();
    CsvOptions options = CsvOptions.of(load.configuration());
    try (CsvLines reader = new CsvLines(load.open(load.inputs().get(0)), options)) {
      Optional<CsvLines.Line> line = reader.next();
      while (line.isPresent() && lines.size() <= MOST_ROWS) {
        lines.add(line.get().fields());
        line = reader.next();
      }
    } catch (BadRow e) {
      throw Refusal.invalid("Error while reading data, error message: " + e.getMessage());
    }
    if (lines.isEmpty()) {
      throw Refusal.invalid("Schema has no fields: the file is empty.");
    }
    int heading = (int) Math.max(0, options.skipLeadingRows() - 1);
    List<CsvLines.Field> first = lines.get(Math.min(heading, lines.size() - 1));
    List<List<CsvLines.Field>> rest =
        lines.subList(Math.min(heading + 1, lines.size()), lines.size());
    boolean headed =
        options.skipLeadingRows() > 0
            || (first.stream().allMatch(field -> guess(List.of(field.text())) == ColumnType.STRING)
                && IntStream.range(0, first.size())
                    .anyMatch(i -> type(rest, i) != ColumnType.STRING));
    if (headed && !load.configuration().has("skipLeadingRows")) {
      load.configuration().addProperty("skipLeadingRows", 1);
    }
    List<List<CsvLines.Field>> values = headed ? rest : lines;
    return IntStream.range(0, first.size())
        .mapToObj(i -> Column.of(name(first, i, headed), type(values, i)))
        .toList();
  }

  private static String name(List<CsvLines.Field> heading, int index, boolean headed) {
    if (!headed) {
      return load(index);
    }
    String name = heading.get(index).text().strip().replaceAll("[^\\p{L}\\p{N}_]", "_");
    return name.isEmpty() ? load(index) : Character.isDigit(name.charAt(0)) ? "_" + name : name;
  }

  private static String load(int index) {
    return "string_field_" + index;
  }

  private static ColumnType type(List<List<CsvLines.Field>> lines, int index) {
    return guess(
        lines.stream()
            .filter(line -> index < line.size())
            .map(line -> line.get(index).text())
            .filter(text -> !text.isEmpty())
            .toList());
  }

  private static ColumnType guess(List<String> texts) {
    if (texts.isEmpty()) {
      return ColumnType.STRING;
    }
    return GUESSES.stream()
        .filter(type -> texts.stream().allMatch(text -> reads(text, type)))
        .findFirst()
        .orElse(ColumnType.STRING);
  }

  private static boolean reads(String text, ColumnType type) {
    if (type == ColumnType.BOOL) {
      String lower = text.toLowerCase(Locale.ROOT);
      return lower.equals("true") || lower.equals("false");
    }
    try {
      TextValues.parse(text, type);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private List<Column> json() throws IOException {
    List<JsonObject> objects = new ArrayList<>();
    try (JsonRows rows =
        new JsonRows(
            load.open(load.inputs().get(0)),
            CsvOptions.of(load.configuration()).charset(),
            List.of(),
            JsonRows.UnknownFields.IGNORED)) {
      Optional<String> line = rows.line();
      while (line.isPresent() && objects.size() < MOST_ROWS) {
        if (!line.get().isBlank()) {
          objects.add(JsonRows.object(line.get()));
        }
        line = rows.line();
      }
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("Error while reading data, error message: " + e.getMessage());
    }
    return fields(objects);
  }

  private static List<Column> fields(List<JsonObject> objects) {
    Map<String, List<JsonElement>> values = new LinkedHashMap<>();
    for (JsonObject object : objects) {
      for (String name : new TreeSet<>(object.keySet())) {
        Json.at(object, name)
            .ifPresent(value -> values.computeIfAbsent(name, key -> new ArrayList<>()).add(value));
      }
    }
    List<Column> columns = new ArrayList<>();
    values.forEach((name, of) -> columns.add(column(name, of)));
    return columns;
  }

  private static Column column(String name, List<JsonElement> values) {
    if (values.stream().allMatch(JsonElement::isJsonArray)) {
      List<JsonElement> elements =
          values.stream().flatMap(array -> array.getAsJsonArray().asList().stream()).toList();
      return column(name, elements).as(Column.Mode.REPEATED);
    }
    if (!values.isEmpty() && values.stream().allMatch(JsonElement::isJsonObject)) {
      return Column.struct(
          name, fields(values.stream().map(JsonElement::getAsJsonObject).toList()));
    }
    if (!values.stream().allMatch(JsonElement::isJsonPrimitive)) {
      throw Refusal.invalid("Field %s is of different types in different rows.".formatted(name));
    }
    List<JsonPrimitive> scalars = values.stream().map(JsonElement::getAsJsonPrimitive).toList();
    boolean quoted = scalars.stream().anyMatch(JsonPrimitive::isString);
    ColumnType guessed = guess(scalars.stream().map(JsonPrimitive::getAsString).toList());
    boolean number = guessed == ColumnType.INT64 || guessed == ColumnType.FLOAT64;
    return Column.of(name, quoted && number ? ColumnType.STRING : guessed);
  }
}

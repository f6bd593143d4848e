package sluice.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sluice.plan.Format;
import sluice.schema.Column;

/**
 * The last header row of a CSV file: its columns' names, as they are written there.
 *
 * @param names without surrounding blanks
 */
public record CsvHeader(List<String> names) {

  public CsvHeader {
    names = names.stream().map(String::strip).toList();
  }

  /**
   * Reads the header rows; what follows is the first row of values. Empty when the format says that
   * there are none, or the file ends before.
   */
  public static Optional<CsvHeader> read(CsvRecords records, Format.Csv format) throws IOException {
    Optional<CsvRecords.Row> last = Optional.empty();
    for (int row = 0; row < format.headerRows(); row++) {
      last = records.next();
    }
    return last.map(
        row -> new CsvHeader(row.fields().stream().map(CsvRecords.Field::text).toList()));
  }

  /** How the header fits a table. */
  public sealed interface Match {}

  /** The table's columns, in its order. */
  public record InOrder() implements Match {}

  /**
   * The table's columns, in another order, or with fields without a name behind them.
   *
   * @param positions for each of the table's columns, where it stands in the file
   * @param width how many fields the header has
   */
  public record Reordered(List<Integer> positions, int width) implements Match {
    public Reordered {
      positions = List.copyOf(positions);
    }
  }

  /**
   * Not the table's columns, each list in the order in which it stands.
   *
   * @param missing the table's names that the header lacks
   * @param unknown the header's names that the table lacks
   * @param twice the header's names that it has more than once
   */
  public record Different(List<String> missing, List<String> unknown, List<String> twice)
      implements Match {
    public Different {
      missing = List.copyOf(missing);
      unknown = List.copyOf(unknown);
      twice = List.copyOf(twice);
    }

    /** What a person needs to see, a sentence. */
    public String difference() {
      List<String> parts = new ArrayList<>();
      if (!missing.isEmpty()) {
        parts.add("lacks " + String.join(", ", missing));
      }
      if (!unknown.isEmpty()) {
        parts.add("names %s, which the table has not".formatted(String.join(", ", unknown)));
      }
      if (!twice.isEmpty()) {
        parts.add("names %s twice".formatted(String.join(", ", twice)));
      }
      return "The header " + String.join(", and ", parts) + ".";
    }

    /** The same without the header's own words: a file without a header has values there. */
    String withoutItsWords() {
      List<String> parts = new ArrayList<>();
      if (!missing.isEmpty()) {
        parts.add("lacks " + String.join(", ", missing));
      }
      if (!unknown.isEmpty()) {
        parts.add("has names, %d, which the table has not".formatted(unknown.size()));
      }
      if (!twice.isEmpty()) {
        parts.add("has names, %d, that stand there twice".formatted(twice.size()));
      }
      return "The header " + String.join(", and ", parts) + ".";
    }
  }

  /** Holds the header against a table's columns, by name and in any case. */
  public Match match(List<Column> columns, Format.Csv format) {
    Map<String, Integer> places = new HashMap<>();
    List<String> twice = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (!names.get(i).isEmpty() && places.putIfAbsent(key(names.get(i)), i) != null) {
        twice.add(names.get(i));
      }
    }
    List<Integer> positions = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Column column : columns) {
      String name = format.headerName(column.name());
      Optional.ofNullable(places.remove(key(name)))
          .ifPresentOrElse(positions::add, () -> missing.add(name));
    }
    List<String> unknown = names.stream().filter(name -> places.containsKey(key(name))).toList();
    if (!twice.isEmpty() || !missing.isEmpty() || !unknown.isEmpty()) {
      return new Different(missing, unknown, twice);
    }
    return inOrder(positions) && names.size() == columns.size()
        ? new InOrder()
        : new Reordered(positions, names.size());
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static boolean inOrder(List<Integer> positions) {
    for (int i = 0; i < positions.size(); i++) {
      if (positions.get(i) != i) {
        return false;
      }
    }
    return true;
  }
}

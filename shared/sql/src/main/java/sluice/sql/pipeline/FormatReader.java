package sluice.sql.pipeline;

import static sluice.RejectedException.require;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sluice.RejectedException;
import sluice.plan.Format;
import sluice.plan.Format.HeaderRow;
import sluice.plan.Format.ShortRows;

/** Reads in what form files come. */
final class FormatReader {
  private static final List<String> OF_CSV =
      List.of("delimiter", "quote", "header_rows", "header", "null_marker", "short_rows");
  private static final List<String> OF_TEXT = List.of("encoding", "max_bad_rows");
  private static final String ONE_CHARACTER = "Write one character, like \",\" or \"\\t\".";
  private static final String ENCODING = "Write a charset's name, like UTF-8 or windows-31j.";
  private static final String BAD_ROWS = "Write how many rows of a load may be bad, like 10.";

  private enum Kind {
    CSV,
    NDJSON,
    AVRO,
    PARQUET,
    ORC
  }

  private enum Header {
    MATCH,
    SKIP
  }

  private final Settings settings;
  private final Map<String, Located<String>> headerNames;
  private final Problems problems;

  private FormatReader(
      Settings settings, Map<String, Located<String>> headerNames, Problems problems) {
    this.settings = settings;
    this.headerNames = headerNames;
    this.problems = problems;
  }

  /**
   * The format that a table's settings say.
   *
   * @param headerNames how files call a column, where its settings say it
   */
  static Format read(
      Settings settings, Map<String, Located<String>> headerNames, Problems problems) {
    return new FormatReader(settings, headerNames, problems).read();
  }

  private Format read() {
    Kind kind =
        settings
            .required(
                "format", Readings.oneOf(Kind.class), "Write csv, ndjson, avro, parquet or orc.")
            .orElse(Kind.CSV);
    if (kind != Kind.CSV) {
      OF_CSV.forEach(key -> settings.refuse(key, "is for csv", "Remove it, or write format: csv."));
      headerNames.values().forEach(name -> problems.add(name.place(), "is for csv", "Remove it."));
    }
    if (kind != Kind.CSV && kind != Kind.NDJSON) {
      OF_TEXT.forEach(key -> settings.refuse(key, "is for csv and ndjson", "Remove it."));
    }
    return switch (kind) {
      case CSV -> csv();
      case NDJSON -> new Format.Ndjson(text());
      case AVRO -> new Format.Avro();
      case PARQUET -> new Format.Parquet();
      case ORC -> new Format.Orc();
    };
  }

  private Format.Text text() {
    String encoding = settings.value("encoding", FormatReader::encoding, ENCODING).orElse("UTF-8");
    long badRows = settings.value("max_bad_rows", FormatReader::badRows, BAD_ROWS).orElse(0L);
    return new Format.Text(encoding, (int) badRows);
  }

  private static String encoding(String text) {
    try {
      return Charset.forName(text).name();
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new RejectedException(
          "is '%s'. %s"
              .formatted(
                  text,
                  Nearest.of(text, Charset.availableCharsets().keySet())
                      .map("Did you mean %s?"::formatted)
                      .orElse(ENCODING)),
          e);
    }
  }

  private static long badRows(String text) {
    long rows = Readings.count(text);
    require(rows <= Integer.MAX_VALUE, "is '%s'".formatted(text), BAD_ROWS);
    return rows;
  }

  private Format csv() {
    String delimiter = character("delimiter", ",");
    String quote = settings.find("quote").filter(FormatReader::isEmpty).isPresent() ? "" : quote();
    long headerRows =
        settings
            .value("header_rows", Readings::count, "Write how many lines to skip, like 1.")
            .orElse(1L);
    Optional<Header> header =
        settings.value("header", Readings.oneOf(Header.class), "Write match or skip.");
    if (headerRows == 0) {
      settings.refuse("header", "has no meaning with header_rows: 0", "Remove it.");
    }
    String nullMarker =
        settings
            .find("null_marker")
            .flatMap(setting -> setting.rawText("Write the text that stands for NULL."))
            .orElse("");
    boolean matched = headerRows > 0 && header.orElse(Header.MATCH) == Header.MATCH;
    return new Format.Csv(
        delimiter,
        quote,
        (int) headerRows,
        matched ? HeaderRow.MATCHED : HeaderRow.SKIPPED,
        headerNames(matched),
        nullMarker,
        settings
            .value("short_rows", Readings.oneOf(ShortRows.class), "Write bad or filled.")
            .orElse(ShortRows.BAD),
        text());
  }

  private static boolean isEmpty(Setting setting) {
    return setting.rawText("Write one character, or \"\".").filter(String::isEmpty).isPresent();
  }

  private String quote() {
    return character("quote", "\"");
  }

  /** BigQuery cuts rows at a byte, so only ASCII will do. */
  private String character(String key, String otherwise) {
    Optional<String> text = settings.find(key).flatMap(setting -> setting.rawText(ONE_CHARACTER));
    if (text.isEmpty()) {
      return otherwise;
    }
    char first = text.get().isEmpty() ? '\n' : text.get().charAt(0);
    if (text.get().length() != 1 || first > 127 || first == '\n' || first == '\r') {
      settings.refuse(key, "is '%s'".formatted(text.get().strip()), ONE_CHARACTER);
      return otherwise;
    }
    return text.get();
  }

  private Map<String, String> headerNames(boolean matched) {
    Map<String, String> names = new HashMap<>();
    Map<String, String> columns = new HashMap<>();
    headerNames.forEach(
        (column, name) -> {
          if (!matched) {
            problems.add(name.place(), "is for a header that is matched", "Remove it.");
          }
          String other = columns.put(name.value().toLowerCase(Locale.ROOT), column);
          if (other != null) {
            problems.add(
                name.place(), "is that of %s too".formatted(other), "Correct one of them.");
          }
          names.put(column, name.value());
        });
    return names;
  }
}

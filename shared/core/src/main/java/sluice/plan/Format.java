package sluice.plan;

import static sluice.RejectedException.require;

import java.nio.charset.Charset;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What the bytes of a landed file are. */
public sealed interface Format {

  /** How many rows of one load job may be left out because they are bad; only of text. */
  default int maxBadRows() {
    return 0;
  }

  /** Avro container files. */
  record Avro() implements Format {}

  /** Parquet files. */
  record Parquet() implements Format {}

  /** ORC files. */
  record Orc() implements Format {}

  /** One JSON object a line; gzip is seen by itself. */
  record Ndjson(Text text) implements Format {
    /** In UTF-8, and every row counts. */
    public Ndjson() {
      this(Text.STRICT_UTF_8);
    }

    @Override
    public int maxBadRows() {
      return text.maxBadRows();
    }
  }

  /**
   * Comma-separated values; gzip is seen by itself. A quoted value may hold line breaks.
   *
   * @param quote one character, or empty when nothing is quoted
   * @param headerRows lines to skip at the top
   * @param headerNames the name in the header of each column that is named otherwise there
   * @param nullMarker the text that stands for NULL; the empty text for an empty field
   */
  record Csv(
      String delimiter,
      String quote,
      int headerRows,
      HeaderRow headerRow,
      Map<String, String> headerNames,
      String nullMarker,
      ShortRows shortRows,
      Text text)
      implements Format {
    public Csv {
      require(
          delimiter.length() == 1,
          "delimiter is '" + delimiter + "'",
          "Write one character, like ',' or a tab.");
      require(quote.length() <= 1, "quote is '" + quote + "'", "Write one character, or none.");
      require(headerRows >= 0, "header_rows is " + headerRows, "Write 0 or more.");
      headerNames = Collections.unmodifiableSortedMap(new TreeMap<>(headerNames));
    }

    /** In UTF-8, quoted by {@code "}, its header matched by name; every row counts. */
    public Csv(String delimiter, int headerRows, String nullMarker) {
      this(
          delimiter,
          "\"",
          headerRows,
          HeaderRow.MATCHED,
          Map.of(),
          nullMarker,
          ShortRows.BAD,
          Text.STRICT_UTF_8);
    }

    @Override
    public int maxBadRows() {
      return text.maxBadRows();
    }

    /** The name that a column has in the header. */
    public String headerName(String column) {
      return headerNames.getOrDefault(column, column);
    }

    /** Whether a file says in its header which columns it has, and is held to it. */
    public boolean matchesHeader() {
      return headerRows > 0 && headerRow == HeaderRow.MATCHED;
    }
  }

  /** What the last header row of a CSV file is good for. */
  enum HeaderRow {
    /** It names the columns, in any order. */
    MATCHED,
    /** Nobody looks at it; the columns stand in the table's order. */
    SKIPPED
  }

  /** What a CSV row is that ends before its last column. */
  enum ShortRows {
    BAD,
    /** Its last columns are NULL. */
    FILLED
  }

  /**
   * What all formats made of text say.
   *
   * @param encoding a charset's name, as Java knows it
   * @param maxBadRows how many rows of one load job may be left out because they are bad
   */
  record Text(String encoding, int maxBadRows) {
    public static final Text STRICT_UTF_8 = new Text("UTF-8", 0);

    public Text {
      require(
          Charset.isSupported(encoding),
          "encoding is '" + encoding + "'",
          "Write a charset's name, like UTF-8 or Shift_JIS.");
      require(maxBadRows >= 0, "max_bad_rows is " + maxBadRows, "Write 0 or more.");
    }

    public Charset charset() {
      return Charset.forName(encoding);
    }
  }
}

package sluice.plan;

import static sluice.RejectedException.require;

/** What the bytes of a landed file are. */
public sealed interface Format {

  /** Avro container files. */
  record Avro() implements Format {}

  /** Parquet files. */
  record Parquet() implements Format {}

  /** One JSON object a line; gzip is seen by itself. */
  record Ndjson() implements Format {}

  /**
   * Comma-separated values; gzip is seen by itself.
   *
   * @param headerRows lines to skip at the top
   * @param nullMarker the text that stands for NULL; the empty text for an empty field
   */
  record Csv(String delimiter, int headerRows, String nullMarker) implements Format {
    public Csv {
      require(
          delimiter.length() == 1,
          "delimiter is '" + delimiter + "'",
          "Write one character, like ',' or a tab.");
      require(headerRows >= 0, "header_rows is " + headerRows, "Write 0 or more.");
    }
  }
}

package sluice.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sluice.plan.Format;
import sluice.schema.Column;

/**
 * Looks into a landed file before a load job does, for what such a job gets wrong without a word: a
 * CSV file's columns are taken by their position, and bytes that are not in the encoding become
 * replacement characters.
 */
public final class Inspection {

  /** So far into a file, unzipped, its encoding is checked; a file in another one shows before. */
  public static final long MOST_BYTES_CHECKED = 64L << 20;

  /** What a CSV load job decodes itself, by its documentation; of JSON it decodes only UTF-8. */
  private static final Set<Charset> DECODED_BY_BIGQUERY =
      Set.of(
          StandardCharsets.UTF_8,
          StandardCharsets.ISO_8859_1,
          StandardCharsets.UTF_16BE,
          StandardCharsets.UTF_16LE,
          Charset.forName("UTF-32BE"),
          Charset.forName("UTF-32LE"));

  /** How far a file is read. */
  public enum Depth {
    /** Only what says how it is to be loaded. */
    HEADER,
    /** Its text too. */
    TEXT
  }

  /** What was found. */
  public sealed interface Finding {}

  /** A load job reads it rightly as it is. */
  public record Fit() implements Finding {}

  /** A load job reads it rightly once it is written anew. */
  public record Rewrite(Rewriting how) implements Finding {}

  /** No load job reads it rightly. */
  public record Unfit(Fault fault) implements Finding {}

  private final Format format;
  private final Format.Text text;
  private final List<Column> columns;

  private Inspection(Format format, Format.Text text, List<Column> columns) {
    this.format = format;
    this.text = text;
    this.columns = columns;
  }

  /** The inspection that files of that format need; none where BigQuery itself tells all. */
  public static Optional<Inspection> of(Format format, List<Column> columns) {
    if (format instanceof Format.Csv csv) {
      return Optional.of(new Inspection(csv, csv.text(), columns));
    } else if (format instanceof Format.Ndjson ndjson) {
      return Optional.of(new Inspection(ndjson, ndjson.text(), columns));
    }
    return Optional.empty();
  }

  /** Whether BigQuery decodes a format's text, so that most files are loaded as they are. */
  public static boolean decodedByBigQuery(Format format) {
    if (format instanceof Format.Csv csv) {
      return DECODED_BY_BIGQUERY.contains(csv.text().charset());
    }
    return !(format instanceof Format.Ndjson ndjson)
        || ndjson.text().charset().equals(StandardCharsets.UTF_8);
  }

  /** Looks into a file. */
  public Finding look(InputStream stored, Depth depth) throws IOException {
    try (StrictReader reader = new StrictReader(stored, text.charset())) {
      return look(reader, depth);
    } catch (BadTextException e) {
      return new Unfit(e.fault());
    }
  }

  private Finding look(StrictReader reader, Depth depth) throws IOException {
    Optional<CsvHeader.Reordered> order = Optional.empty();
    if (format instanceof Format.Csv csv && csv.matchesHeader()) {
      CsvHeader header =
          CsvHeader.read(new CsvRecords(reader, csv), csv)
              .orElseThrow(() -> new BadTextException(noHeader()));
      CsvHeader.Match match = header.match(columns, csv);
      if (match instanceof CsvHeader.Different different) {
        return new Unfit(different(different, header, csv));
      }
      order = match instanceof CsvHeader.Reordered other ? Optional.of(other) : Optional.empty();
    }
    char[] buffer = new char[1 << 14];
    boolean more = reader.read(buffer, 0, buffer.length) >= 0;
    if (order.isPresent() || !decodedByBigQuery(format) || markIsInTheWay(reader)) {
      return new Rewrite(new Rewriting(format, text, order));
    }
    while (more && depth == Depth.TEXT && reader.bytesRead() < MOST_BYTES_CHECKED) {
      more = reader.read(buffer, 0, buffer.length) >= 0;
    }
    return new Fit();
  }

  /** In a header that is skipped it does no harm. */
  private boolean markIsInTheWay(StrictReader reader) {
    return reader.marked() && !(format instanceof Format.Csv csv && csv.headerRows() > 0);
  }

  private static Fault noHeader() {
    return Fault.at(
        1,
        "header",
        "The file ends before its header does.",
        "Send the file again, or say at the table how it begins, like header_rows: 0.");
  }

  private static Fault different(
      CsvHeader.Different different, CsvHeader header, Format.Csv format) {
    return new Fault(
        "header",
        different.withoutItsWords(),
        Optional.of(different.difference()),
        Optional.of((long) format.headerRows()),
        Optional.of(String.join(format.delimiter(), header.names())),
        "Mend the header, or the table's columns; `header: NAME` at a column says how files call it.");
  }
}

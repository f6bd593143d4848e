package sluice.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import sluice.plan.Format;
import sluice.schema.Column;

/**
 * Looks into a landed file before a load job does, for what such a job gets wrong without a word: a
 * CSV file's columns are taken by their position, and bytes that are not in the encoding become
 * replacement characters.
 */
public final class Inspection {

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

  /**
   * Looks into a file.
   *
   * @param most how many bytes of it, unzipped, have their encoding checked; its header is read in
   *     any case. A file in another encoding shows early.
   */
  public Finding look(InputStream stored, long most) throws IOException {
    try (StrictReader reader = new StrictReader(stored, text.charset())) {
      return look(reader, most);
    } catch (BadTextException e) {
      return new Unfit(e.fault());
    }
  }

  private Finding look(StrictReader reader, long most) throws IOException {
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
    if (order.isPresent() || !Encodings.areLoaded(format) || markIsInTheWay(reader)) {
      return new Rewrite(new Rewriting(format, text, order));
    }
    while (more && reader.bytesRead() < most) {
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
        "Mend the header, or the table's columns; `header: NAME` at a column says how files call"
            + " it.");
  }
}

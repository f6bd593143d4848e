package sluice.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.plan.Format;

/**
 * Cuts CSV into records, one at a time. Lines end with LF, CR LF or CR; empty ones are passed over,
 * as BigQuery does.
 */
public final class CsvRecords implements Closeable {

  /** BigQuery takes rows of up to 100 MB; a longer one means a quote that is never closed. */
  private static final int LONGEST_RECORD = 100_000_000;

  private static final int NOTHING_BACK = -2;

  /** One field, and whether it stood in quotes: an empty one is NULL only where it did not. */
  public record Field(String text, boolean quoted) {}

  /**
   * One record.
   *
   * @param line on which it begins, from 1
   */
  public record Row(List<Field> fields, long line) {
    public Row {
      fields = List.copyOf(fields);
    }
  }

  private final Reader reader;
  private final char delimiter;
  private final int quote;
  private final char[] buffer = new char[1 << 14];
  private int position;
  private int limit;
  private int back = NOTHING_BACK;
  private long line = 1;
  private int length;

  public CsvRecords(Reader reader, Format.Csv format) {
    this.reader = reader;
    this.delimiter = format.delimiter().charAt(0);
    this.quote = format.quote().isEmpty() ? -3 : format.quote().charAt(0);
  }

  /**
   * The next record; empty at the end.
   *
   * @throws BadTextException when quotes do not fit
   */
  public Optional<Row> next() throws IOException {
    while (true) {
      long start = line;
      int first = read();
      if (first < 0) {
        return Optional.empty();
      }
      if (!endsLine(first)) {
        length = 0;
        return Optional.of(new Row(fields(first, start), start));
      }
    }
  }

  private List<Field> fields(int first, long start) throws IOException {
    List<Field> fields = new ArrayList<>();
    int c = first;
    while (true) {
      StringBuilder text = new StringBuilder();
      boolean quoted = c == quote;
      if (quoted) {
        quoted(text, start);
        c = read();
      }
      while (c >= 0 && c != delimiter && !isLineEnd(c)) {
        if (quoted) {
          throw bad("Text stands behind a closing quote", line);
        }
        append(text, c, start);
        c = read();
      }
      fields.add(new Field(text.toString(), quoted));
      if (c != delimiter) {
        if (c >= 0) {
          endsLine(c);
        }
        return fields;
      }
      c = read();
    }
  }

  private void quoted(StringBuilder text, long start) throws IOException {
    while (true) {
      int c = read();
      if (c < 0) {
        throw bad("A quote is never closed in the row that begins", start);
      }
      if (c == quote) {
        int after = read();
        if (after != quote) {
          back = after;
          return;
        }
      }
      line += c == '\n' ? 1 : 0;
      append(text, c, start);
    }
  }

  private void append(StringBuilder text, int c, long start) throws IOException {
    if (++length > LONGEST_RECORD) {
      throw bad(
          "A row is longer than BigQuery takes, perhaps by a quote that is never closed,", start);
    }
    text.append((char) c);
  }

  private static BadTextException bad(String what, long line) {
    return new BadTextException(
        "csv",
        "%s in line %d.".formatted(what, line),
        line,
        "Double each quote within a quoted value, or say at the table what quotes, like quote: \"\".");
  }

  private static boolean isLineEnd(int c) {
    return c == '\n' || c == '\r';
  }

  /** Whether the character ends a line; takes the second half of CR LF with it. */
  private boolean endsLine(int c) throws IOException {
    if (c == '\r') {
      int after = read();
      if (after != '\n') {
        back = after;
      }
    } else if (c != '\n') {
      return false;
    }
    line++;
    return true;
  }

  private int read() throws IOException {
    int c = back;
    if (c != NOTHING_BACK) {
      back = NOTHING_BACK;
      return c;
    }
    if (position == limit) {
      limit = reader.read(buffer, 0, buffer.length);
      position = 0;
      if (limit < 0) {
        limit = 0;
        return -1;
      }
    }
    return buffer[position++];
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}

package sluice.local.bigquery.load;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts CSV into records and fields, and knows where each record starts.
 *
 * <p>A parser of its own, because a load job's errors name the byte at which a line starts, and
 * because an empty field and an empty quoted field differ: the one is NULL, the other is not.
 */
final class CsvLines implements Closeable {

  /** One field, and whether it stood in quotes. */
  record Field(String text, boolean quoted) {}

  /** One record, and where it starts. */
  record Line(List<Field> fields, long number, long byteOffset) {}

  private final BufferedReader reader;
  private final CsvOptions options;
  private final boolean utf8;
  private final int quote;
  private long lineNumber = 1;
  private long offset;
  private int pushedBack = -2;

  CsvLines(InputStream bytes, CsvOptions options) {
    this.options = options;
    this.utf8 = options.charset().equals(StandardCharsets.UTF_8);
    this.quote = options.quote().map(Character::charValue).map(c -> (int) c).orElse(-3);
    this.reader = new BufferedReader(decoding(bytes, options.charset()), 1 << 16);
  }

  /** What is not in the encoding becomes a replacement character, as it does in BigQuery. */
  private static InputStreamReader decoding(InputStream bytes, Charset charset) {
    return new InputStreamReader(bytes, charset);
  }

  /** The next record; empty lines are passed over, and the end is empty. */
  Optional<Line> next() throws BadRow, IOException {
    while (true) {
      long start = offset;
      long number = lineNumber;
      int first = read();
      if (number == 1 && start == 0 && first == '\uFEFF') {
        first = read();
      }
      if (first < 0) {
        return Optional.empty();
      }
      if (!endsLine(first)) {
        return Optional.of(new Line(fields(first, start, number), number, start));
      }
    }
  }

  private List<Field> fields(int first, long start, long number) throws BadRow, IOException {
    List<Field> fields = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    int c = first;
    while (true) {
      boolean quoted = c == quote;
      if (quoted) {
        quoted(text, start, number);
        c = read();
      }
      while (c >= 0 && c != options.delimiter() && c != '\n' && c != '\r') {
        if (quoted) {
          skipLine(c);
          throw bad("Data between close quote character (%c) and field separator.", start, number);
        }
        text.append((char) c);
        c = read();
      }
      fields.add(new Field(text.toString(), quoted));
      text.setLength(0);
      if (c != options.delimiter()) {
        if (c >= 0) {
          endsLine(c);
        }
        return fields;
      }
      c = read();
    }
  }

  private void quoted(StringBuilder text, long start, long number) throws BadRow, IOException {
    while (true) {
      int c = read();
      if (c < 0) {
        throw bad("Missing close quote character (%c).", start, number);
      }
      if (c == quote) {
        int after = read();
        if (after != quote) {
          pushBack(after);
          return;
        }
      } else if ((c == '\n' || c == '\r') && !options.quotedNewlines()) {
        endsLine(c);
        throw bad("Missing close quote character (%c).", start, number);
      }
      if (c == '\n') {
        lineNumber++;
      }
      text.append((char) c);
    }
  }

  private BadRow bad(String what, long start, long number) {
    return new BadRow(
        (what.formatted((char) quote) + "; line_number: %d byte_offset_to_start_of_line: %d")
            .formatted(number, start));
  }

  private void skipLine(int from) throws IOException {
    int c = from;
    while (c >= 0 && !endsLine(c)) {
      c = read();
    }
  }

  /** Whether the character ends a line; takes the second half of CR LF with it. */
  private boolean endsLine(int c) throws IOException {
    if (c == '\r') {
      int after = read();
      if (after != '\n') {
        pushBack(after);
      }
    } else if (c != '\n') {
      return false;
    }
    lineNumber++;
    return true;
  }

  private int read() throws IOException {
    int c = pushedBack;
    if (c != -2) {
      pushedBack = -2;
    } else {
      c = reader.read();
    }
    offset += c < 0 ? 0 : width(c);
    return c;
  }

  private void pushBack(int c) {
    pushedBack = c;
    offset -= c < 0 ? 0 : width(c);
  }

  private int width(int c) {
    if (!utf8) {
      String name = options.charset().name();
      return name.startsWith("UTF-32") ? 4 : name.startsWith("UTF-16") ? 2 : 1;
    }
    if (Character.isSurrogate((char) c)) {
      return 2;
    }
    return c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}

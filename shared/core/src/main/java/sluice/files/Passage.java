package sluice.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import sluice.plan.Format;

/** One line of a file of text, read as the bytes flow by; of a long one only the beginning. */
public final class Passage {

  private static final int LONGEST = 1 << 16;

  private Passage() {}

  /**
   * A line, and its number from 1; the number is not known where the encoding does not keep ASCII.
   */
  public record Place(Optional<Long> line, String text) {}

  /**
   * The line that begins at a byte of the unzipped file; empty where the file ends before, or
   * cannot be unzipped so far.
   */
  public static Optional<Place> at(InputStream stored, Charset charset, long offset) {
    try (InputStream bytes = Unzip.open(stored).bytes()) {
      long lines = linesIn(bytes, offset);
      boolean counted = charset.newEncoder().encode(CharBuffer.wrap("\n")).remaining() == 1;
      return line(new InputStreamReader(bytes, charset), 1)
          .map(text -> new Place(counted ? Optional.of(lines + 1) : Optional.empty(), text));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static long linesIn(InputStream bytes, long count) throws IOException {
    byte[] buffer = new byte[1 << 14];
    long lines = 0;
    for (long left = count; left > 0; ) {
      int got = bytes.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (got < 0) {
        throw new EOFException("the file ends before");
      }
      for (int i = 0; i < got; i++) {
        lines += buffer[i] == '\n' ? 1 : 0;
      }
      left -= got;
    }
    return lines;
  }

  /** The line of that number, from 1; empty where the file ends before. */
  public static Optional<Place> line(InputStream stored, Charset charset, long number) {
    try (Reader reader = new InputStreamReader(Unzip.open(stored).bytes(), charset)) {
      return line(reader, number).map(text -> new Place(Optional.of(number), text));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> line(Reader reader, long number) throws IOException {
    char[] buffer = new char[1 << 14];
    StringBuilder line = new StringBuilder();
    long at = 1;
    for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
      for (int i = 0; i < count; i++) {
        char c = buffer[i];
        if (at == number && (c == '\n' || line.length() == LONGEST)) {
          return Optional.of(line.toString());
        }
        if (at == number && c != '\r') {
          line.append(c);
        }
        at += c == '\n' ? 1 : 0;
      }
    }
    return at == number && !line.isEmpty() ? Optional.of(line.toString()) : Optional.empty();
  }

  /** A field of a line of CSV, from 0; empty where the line has fewer. */
  public static Optional<String> field(String line, Format.Csv format, OptionalLong index) {
    if (index.isEmpty()) {
      return Optional.empty();
    }
    try (CsvRecords records = new CsvRecords(new StringReader(line), format)) {
      List<CsvRecords.Field> fields = records.next().map(CsvRecords.Row::fields).orElse(List.of());
      return fields.stream().skip(index.getAsLong()).map(CsvRecords.Field::text).findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

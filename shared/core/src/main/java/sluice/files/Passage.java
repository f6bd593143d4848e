package sluice.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
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
   * The line that begins at a byte of the unzipped file; empty where the file ends before, or
   * cannot be unzipped so far.
   */
  public static Optional<String> at(InputStream stored, Charset charset, long offset) {
    try (InputStream bytes = Unzip.open(stored).bytes()) {
      bytes.skipNBytes(offset);
      return line(new InputStreamReader(bytes, charset), 1);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The line of that number, from 1; empty where the file ends before. */
  public static Optional<String> line(InputStream stored, Charset charset, long number) {
    try (Reader reader = new InputStreamReader(Unzip.open(stored).bytes(), charset)) {
      return line(reader, number);
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

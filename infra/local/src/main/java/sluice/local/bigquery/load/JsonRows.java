package sluice.local.bigquery.load;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.schema.Column;

/** The rows of a file of JSON objects, one a line. */
final class JsonRows implements Rows {

  private static final int LONGEST_ROW = 100 * 1024 * 1024;

  private final InputStream bytes;
  private final Charset charset;
  private final JsonValues values;
  private long offset;

  JsonRows(InputStream bytes, Charset charset, List<Column> columns, UnknownFields unknown) {
    this.bytes = new BufferedInputStream(bytes, 1 << 16);
    this.charset = charset;
    this.values = new JsonValues(columns, unknown);
  }

  /** What happens to a field that is no column. */
  enum UnknownFields {
    REFUSED,
    IGNORED
  }

  @Override
  public Optional<List<@Nullable Object>> next() throws BadRow, IOException {
    while (true) {
      long start = offset;
      Optional<String> line = line();
      if (line.isEmpty()) {
        return Optional.empty();
      }
      if (!line.get().isBlank()) {
        try {
          return Optional.of(values.row(object(line.get())));
        } catch (IllegalArgumentException e) {
          throw new BadRow(
              "JSON parsing error in row starting at position %d: %s"
                  .formatted(start, e.getMessage()));
        }
      }
    }
  }

  static JsonObject object(String line) {
    JsonReader reader = new JsonReader(new StringReader(line));
    reader.setStrictness(Strictness.LEGACY_STRICT);
    try {
      JsonElement parsed = JsonParser.parseReader(reader);
      if (!parsed.isJsonObject()) {
        throw new IllegalArgumentException(
            "Start of object expected; the line holds '%s'"
                .formatted(CsvRows.shortened(line.strip())));
      }
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new IllegalArgumentException("Only one object may stand in a line");
      }
      return parsed.getAsJsonObject();
    } catch (JsonParseException | IOException e) {
      throw new IllegalArgumentException("Parser terminated before end of string", e);
    }
  }

  /** The next line of the file, without its end. */
  Optional<String> line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    int b = bytes.read();
    if (b < 0) {
      return Optional.empty();
    }
    while (b >= 0 && b != '\n') {
      line.write(b);
      if (line.size() > LONGEST_ROW) {
        throw new UnreadableFile(
            "a row larger than 100 MB starts at position %d".formatted(offset));
      }
      b = bytes.read();
    }
    offset += line.size() + (b < 0 ? 0 : 1);
    String text = line.toString(charset);
    return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}

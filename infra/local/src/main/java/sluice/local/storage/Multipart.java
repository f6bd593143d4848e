package sluice.local.storage;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code multipart/related} upload: a resource as JSON, then the bytes, which go to a file as
 * they come. Lines may end in CRLF or, as gcloud writes them, in LF alone.
 */
record Multipart(JsonObject resource, Optional<String> contentType, String file) {

  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=(?:\"([^\"]+)\"|'([^']+)'|([^;\\s]+))");
  private static final int LONGEST_LINE = 1 << 16;

  /** Reads it whole. */
  static Multipart read(String contentType, InputStream body, Contents contents)
      throws IOException {
    String delimiter = "--" + boundary(contentType);
    try (InputStream in = new BufferedInputStream(body, LONGEST_LINE)) {
      String first = line(in);
      while (first.isBlank()) {
        first = line(in);
      }
      if (!first.strip().equals(delimiter)) {
        throw malformed("it does not begin with its boundary");
      }
      String lineEnd = first.endsWith("\r") ? "\r\n" : "\n";
      partType(in);
      JsonObject resource = json(in, delimiter);
      Optional<String> mediaType = partType(in);
      String file = contents.fresh();
      contents.append(file, in);
      cutOffEnd(contents, file, lineEnd + delimiter + "--");
      return new Multipart(resource, mediaType, file);
    }
  }

  private static String boundary(String contentType) {
    Matcher matcher = BOUNDARY.matcher(contentType);
    if (!matcher.find()) {
      throw malformed("its Content-Type names no boundary");
    }
    // Some clients quote the boundary singly, which is not quoting: they mean what is inside.
    String quoted = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return quoted == null ? matcher.group(3) : quoted;
  }

  /** The rest of a part's headers; its content type if it has one. */
  private static Optional<String> partType(InputStream in) throws IOException {
    Optional<String> type = Optional.empty();
    for (String line = line(in).strip(); !line.isEmpty(); line = line(in).strip()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-type:")) {
        type = Optional.of(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    return type;
  }

  private static JsonObject json(InputStream in, String delimiter) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line = line(in); !line.strip().equals(delimiter); line = line(in)) {
      text.append(line).append('\n');
    }
    try {
      return text.toString().isBlank()
          ? new JsonObject()
          : JsonParser.parseString(text.toString()).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw malformed("its first part is not a JSON object");
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || line.size() > LONGEST_LINE) {
        throw malformed("it ends before its second part");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** The bytes are the last part, so the closing delimiter is the last in the file. */
  private static void cutOffEnd(Contents contents, String file, String closing) throws IOException {
    byte[] tail = new byte[(int) Math.min(contents.size(file), closing.length() + 8L)];
    long start = contents.size(file) - tail.length;
    try (RandomAccessFile bytes = new RandomAccessFile(contents.path(file).toFile(), "r")) {
      bytes.seek(start);
      bytes.readFully(tail);
    }
    int at = new String(tail, StandardCharsets.ISO_8859_1).lastIndexOf(closing);
    if (at < 0) {
      contents.delete(file);
      throw malformed("its closing boundary is missing");
    }
    contents.truncate(file, start + at);
  }

  private static RuntimeException malformed(String what) {
    return Errors.invalid("Malformed multipart body: %s.".formatted(what));
  }
}

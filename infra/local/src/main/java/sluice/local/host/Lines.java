package sluice.local.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Reads lines of any length in bounded memory. */
final class Lines {

  static final int LONGEST = 256 * 1024;

  private Lines() {}

  /** Gives each line to the consumer, the last one too if it has no end; closes the stream. */
  static void read(InputStream stream, Consumer<String> consumer) throws IOException {
    StringBuilder line = new StringBuilder();
    try (Reader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (int next = reader.read(); next != -1; next = reader.read()) {
        if (next == '\n') {
          give(line, consumer);
        } else {
          line.append((char) next);
          if (line.length() >= LONGEST && !Character.isHighSurrogate((char) next)) {
            give(line, consumer);
          }
        }
      }
    } finally {
      if (!line.isEmpty()) {
        give(line, consumer);
      }
    }
  }

  private static void give(StringBuilder line, Consumer<String> consumer) {
    int length = line.length();
    boolean carriage = length > 0 && line.charAt(length - 1) == '\r';
    String text = line.substring(0, carriage ? length - 1 : length);
    line.setLength(0);
    consumer.accept(text);
  }
}

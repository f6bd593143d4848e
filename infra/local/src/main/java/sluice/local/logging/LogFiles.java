package sluice.local.logging;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Entries as JSON lines in a ring of files: when the newest is full, the oldest goes. */
final class LogFiles {

  private static final int FILES = 8;

  private final Path folder;
  private final long bytesPerFile;
  private Path newest;
  private OutputStream out;
  private long written;

  LogFiles(Path folder, long bytes) {
    this.folder = folder;
    this.bytesPerFile = Math.max(1, bytes / FILES);
    try {
      Files.createDirectories(folder);
      List<Path> files = files();
      newest = files.isEmpty() ? file(1) : files.get(files.size() - 1);
      written = Files.exists(newest) ? Files.size(newest) : 0;
      out = open(newest);
      if (written > 0) {
        // A kill may have left half a line.
        out.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s cannot be written. Make it writable.".formatted(folder), e);
    }
  }

  synchronized void append(JsonObject entry) {
    byte[] line = (entry + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      if (written > 0 && written + line.length > bytesPerFile) {
        turn();
      }
      out.write(line);
      written += line.length;
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be written.".formatted(newest), e);
    }
  }

  /** All entries, oldest first; those that go meanwhile are not read. */
  void read(Consumer<JsonObject> reader) {
    try {
      for (Path file : files()) {
        read(file, reader);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be read.".formatted(folder), e);
    }
  }

  synchronized void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be closed.".formatted(newest), e);
    }
  }

  private static void read(Path file, Consumer<JsonObject> reader) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          parsed(line, reader);
        }
      }
    } catch (NoSuchFileException e) {
      // It was the oldest, and went.
    }
  }

  private static void parsed(String line, Consumer<JsonObject> reader) {
    JsonObject entry;
    try {
      entry = JsonParser.parseString(line).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      return; // Half a line, left by a kill or being written.
    }
    reader.accept(entry);
  }

  private void turn() throws IOException {
    out.close();
    String name = newest.getFileName().toString();
    newest = file(Long.parseLong(name.substring(0, name.indexOf('.'))) + 1);
    out = open(newest);
    written = 0;
    List<Path> files = files();
    for (Path old : files.subList(0, Math.max(0, files.size() - FILES))) {
      Files.deleteIfExists(old);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    }
  }

  private Path file(long number) {
    return folder.resolve("%012d.jsonl".formatted(number));
  }

  private static OutputStream open(Path file) throws IOException {
    return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}

package sluice.local.storage;

import com.google.common.io.ByteStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files that hold the objects' bytes; each belongs to one object or one upload. */
final class Contents {

  /** Something done with a file. */
  interface Work<T> {
    T done() throws IOException;
  }

  private static final Logger log = LoggerFactory.getLogger(Contents.class);
  private static final int BUFFER = 1 << 16;

  private final Path folder;

  /** By file: of what this process has appended to it. */
  private final Map<String, RunningDigest> digests = new ConcurrentHashMap<>();

  Contents(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s cannot be created. Make its parent writable.".formatted(folder), e);
    }
  }

  /** The name of a file that does not exist yet. */
  String fresh() {
    return UUID.randomUUID().toString();
  }

  Path path(String file) {
    return folder.resolve(file);
  }

  /** Adds to the end of a file, which need not exist. */
  void append(String file, InputStream bytes) throws IOException {
    RunningDigest known = digests.remove(file);
    RunningDigest digest = known == null ? new RunningDigest() : known;
    try (OutputStream out =
        Files.newOutputStream(path(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        out.write(buffer, 0, read);
        digest.update(buffer, read);
      }
    }
    digests.put(file, digest);
  }

  void truncate(String file, long size) throws IOException {
    digests.remove(file);
    try (var channel = Files.newByteChannel(path(file), StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }

  long size(String file) throws IOException {
    return Files.exists(path(file)) ? Files.size(path(file)) : 0;
  }

  /** Known already if all came since this process started; else the file is read for it. */
  Digest digest(String file) throws IOException {
    RunningDigest known = digests.remove(file);
    return known != null && known.size() == size(file) ? known.end() : read(file);
  }

  /** A second name for the same bytes, which lives on when the first is deleted. */
  String link(String file) throws IOException {
    String copy = fresh();
    try {
      Files.createLink(path(copy), path(file));
    } catch (UnsupportedOperationException e) {
      Files.copy(path(file), path(copy));
    }
    return copy;
  }

  String concatenate(List<String> files) throws IOException {
    String whole = fresh();
    append(whole, InputStream.nullInputStream());
    for (String file : files) {
      try (InputStream in = Files.newInputStream(path(file))) {
        append(whole, in);
      }
    }
    return whole;
  }

  /** The bytes from {@code start}, at most {@code length} of them. */
  InputStream read(String file, long start, long length) throws IOException {
    InputStream in = Files.newInputStream(path(file));
    in.skipNBytes(start);
    return ByteStreams.limit(in, length);
  }

  /** Deletes a file that nothing refers to; if that fails, the next start does it. */
  void delete(String file) {
    digests.remove(file);
    try {
      Files.deleteIfExists(path(file));
    } catch (IOException e) {
      log.atWarn().setCause(e).log("{} could not be deleted; the next start will.", path(file));
    }
  }

  /** Work on a new file, which is deleted if the work fails. */
  <T> T orDelete(String file, Work<T> work) throws IOException {
    try {
      return work.done();
    } catch (IOException | RuntimeException e) {
      delete(file);
      throw e;
    }
  }

  /** Deletes what nothing refers to: the leftovers of a kill. */
  void keepOnly(Set<String> files) {
    try (Stream<Path> all = Files.list(folder)) {
      all.map(path -> path.getFileName().toString())
          .filter(file -> !files.contains(file))
          .forEach(this::delete);
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be read.".formatted(folder), e);
    }
  }

  private Digest read(String file) throws IOException {
    RunningDigest digest = new RunningDigest();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(path(file))) {
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        digest.update(buffer, read);
      }
    }
    return digest.end();
  }
}

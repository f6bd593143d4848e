package sluice.local.storage;

import com.google.common.io.ByteStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files that hold the objects' bytes; each belongs to one object or one upload. */
final class Contents {

  /** A file's size and its checksums as the API writes them. */
  record Digest(long size, String md5Hash, String crc32c) {}

  /** Something done with a file. */
  interface Work<T> {
    T done() throws IOException;
  }

  private static final Logger log = LoggerFactory.getLogger(Contents.class);
  private static final int BUFFER = 1 << 16;

  private final Path folder;

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

  /** Adds to the end of a file, which need not exist; says how many bytes. */
  long append(String file, InputStream bytes) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(path(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      return bytes.transferTo(out);
    }
  }

  void truncate(String file, long size) throws IOException {
    try (var channel = Files.newByteChannel(path(file), StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }

  long size(String file) throws IOException {
    return Files.exists(path(file)) ? Files.size(path(file)) : 0;
  }

  Digest digest(String file) throws IOException {
    CRC32C crc = new CRC32C();
    MessageDigest md5 = md5();
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    try (InputStream in = Files.newInputStream(path(file))) {
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        crc.update(buffer, 0, read);
        md5.update(buffer, 0, read);
        size += read;
      }
    }
    byte[] checksum = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    Base64.Encoder base64 = Base64.getEncoder();
    return new Digest(size, base64.encodeToString(md5.digest()), base64.encodeToString(checksum));
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

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks MD5", e);
    }
  }
}

package sluice.local.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what instances left behind. */
final class Folders {

  private static final Logger log = LoggerFactory.getLogger(Folders.class);

  private Folders() {}

  /** Deletes the folder and all in it; what cannot be deleted stays, with a word in the log. */
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      log.atWarn().setCause(e).log("{} cannot be deleted. Delete it by hand.", folder);
    }
  }
}

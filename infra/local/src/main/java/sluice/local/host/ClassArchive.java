package sluice.local.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An archive of the classes that a function loads (dynamic class data sharing, JEP 350), with which
 * its next instances start in about half the time.
 *
 * <p>The JVM writes it when an instance ends by itself. It counts once the host has seen that
 * instance end well; until then the next instance tries. Hosts that share a directory share it.
 */
final class ClassArchive {

  private static final Logger log = LoggerFactory.getLogger(ClassArchive.class);
  private static final String FOLDER = "classes";
  private static final Pattern DRAFT = Pattern.compile(".*-(\\d+)\\.draft");

  private final Path file;

  private ClassArchive(Path file) {
    this.file = file;
  }

  /** The function's archive, under a name that changes with its jars and with the JVM. */
  static ClassArchive of(FunctionDefinition function, InstanceRuntime runtime, Path directory) {
    try {
      Path folder = Files.createDirectories(directory.resolve(FOLDER));
      String key = InstanceRuntime.digest(runtime.fingerprint() + jars(function.folder()));
      return new ClassArchive(folder.resolve(function.name() + "-" + key + ".jsa"));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "function %s: the archive of its classes cannot be kept under \"%s\". Is there space?"
              .formatted(function.name(), directory),
          e);
    }
  }

  /** Removes the drafts of hosts that were killed. */
  static void sweep(Path directory) {
    try (Stream<Path> files = Files.list(directory.resolve(FOLDER))) {
      for (Path file : files.toList()) {
        Matcher draft = DRAFT.matcher(file.getFileName().toString());
        if (draft.matches() && ProcessHandle.of(Long.parseLong(draft.group(1))).isEmpty()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException e) {
      log.atTrace().log("No function has been started here before.");
    } catch (IOException e) {
      log.atDebug().setCause(e).log("Drafts stay under {}.", directory);
    }
  }

  boolean exists() {
    return Files.exists(file);
  }

  /** What the JVM of an instance is told. */
  List<String> options(String instance) {
    return exists()
        ? List.of("-XX:SharedArchiveFile=" + file)
        : List.of("-XX:ArchiveClassesAtExit=" + draft(instance));
  }

  /** Keeps what the instance wrote if it ended well, and drops it otherwise. */
  void settle(String instance, int exitCode) {
    Path draft = draft(instance);
    try {
      if (exitCode == 0 && Files.exists(draft) && !exists()) {
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      log.atDebug().setCause(e).log("{} is not kept; instances go on starting without.", draft);
    }
  }

  private Path draft(String instance) {
    long host = ProcessHandle.current().pid();
    return file.resolveSibling("%s-%d.draft".formatted(instance, host));
  }

  private static String jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      StringBuilder text = new StringBuilder();
      for (Path jar : files.filter(path -> path.toString().endsWith(".jar")).sorted().toList()) {
        BasicFileAttributes seen = Files.readAttributes(jar, BasicFileAttributes.class);
        text.append('\n').append(jar).append(' ').append(seen.size());
        text.append(' ').append(seen.lastModifiedTime().toMillis());
      }
      return text.toString();
    }
  }
}

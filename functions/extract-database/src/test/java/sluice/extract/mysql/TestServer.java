package sluice.extract.mysql;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * A server of the tests' own, with a tester who needs no password and may do everything. It is the
 * MariaDB on the class path, or what {@code -Dsluice.server} names: an archive with a MySQL, or a
 * folder with a MySQL or a MariaDB in it.
 */
interface TestServer {
  /** What all of them are started with: settings that an extract must not depend on. */
  List<String> OPTIONS =
      List.of(
          "--bind-address=127.0.0.1",
          "--default-time-zone=+09:00",
          "--sql-mode=ANSI_QUOTES",
          "--max-connections=200");

  int port();

  void stop();

  static TestServer start(List<String> options) {
    assumeForThisMachine();
    try {
      Optional<Path> other = other();
      return isMariadb()
          ? EmbeddedMariadb.start(other, options)
          : EmbeddedMysql.start(other.orElseThrow(), options);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Skips the tests where the archive's server cannot run at all. */
  static void assumeForThisMachine() {
    assumeTrue(
        other().filter(Files::isRegularFile).isEmpty() || EmbeddedMysql.isForThisMachine(),
        "the MySQL for tests is one for Linux on x86-64 with glibc");
  }

  static boolean isMariadb() {
    return other().map(home -> Files.exists(home.resolve("bin/mariadbd"))).orElse(true);
  }

  private static Optional<Path> other() {
    return Optional.ofNullable(System.getProperty("sluice.server"))
        .map(name -> Path.of(name).toAbsolutePath());
  }

  /** Something that only one of the build's processes may do at a time. */
  interface Alone<T> {
    T run() throws IOException;
  }

  static <T> T alone(Alone<T> work) throws IOException {
    try (FileChannel turn =
            FileChannel.open(
                Path.of("target", "server.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock held = turn.lock()) {
      return work.run();
    }
  }
}

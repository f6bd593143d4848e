package sluice.extract.mysql;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A MySQL: that of an archive, or one in a folder. The archive's is unpacked once, and made to
 * start without libraries that a machine may not have.
 */
final class EmbeddedMysql implements TestServer {
  private static final Set<String> NOT_NEEDED =
      Set.of("libaio.so.1", "libnuma.so.1", "libcrypt.so.1");

  /** It allocates memory near a processor, if libnuma does not say -1; any will do. */
  private static final Map<String, String> SUBSTITUTES =
      Map.of(
          "numa_available", "getpid",
          "numa_node_of_cpu", "getpid",
          "numa_alloc_onnode", "malloc",
          "numa_alloc_local", "malloc",
          "numa_free", "free");

  private static final String USERS =
      """
      CREATE USER tester@localhost;
      GRANT ALL ON *.* TO tester@localhost WITH GRANT OPTION;
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Path folder;
  private final int port;

  private EmbeddedMysql(Process process, Path folder, int port) {
    this.process = process;
    this.folder = folder;
    this.port = port;
  }

  /** Whether the archive's server is one for this machine. */
  static boolean isForThisMachine() {
    return System.getProperty("os.name").equals("Linux")
        && System.getProperty("os.arch").equals("amd64")
        && Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2"));
  }

  static EmbeddedMysql start(Path server, List<String> options) throws IOException {
    Path folder = Files.createTempDirectory("sluice-mysql");
    Path home = TestServer.alone(() -> home(server));
    Path fresh = TestServer.alone(() -> fresh(home));
    copy(fresh, folder.resolve("data"));
    int port = freePort();
    List<String> command = command(home, folder.resolve("data"));
    command.addAll(OPTIONS);
    command.addAll(
        List.of(
            "--port=" + port,
            "--socket=socket",
            "--mysqlx=OFF",
            "--tmpdir=" + Files.createDirectory(folder.resolve("temporary")),
            "--skip-stack-trace",
            "--sync-binlog=0",
            "--innodb-flush-log-at-trx-commit=0"));
    command.addAll(options);
    Path log = folder.resolve("log");
    EmbeddedMysql started = new EmbeddedMysql(run(command, log), folder, port);
    Runtime.getRuntime().addShutdownHook(new Thread(started::stop));
    started.awaitReady(log);
    return started;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void stop() {
    process.destroyForcibly();
    try {
      process.waitFor();
      if (Files.exists(folder)) {
        delete(folder);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitReady(Path log) throws IOException {
    Instant last = Instant.now().plus(PATIENCE);
    while (!Files.readString(log).contains("ready for connections")) {
      if (!process.isAlive() || Instant.now().isAfter(last)) {
        throw new IOException("MySQL does not start: " + Files.readString(log));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private static List<String> command(Path home, Path data) {
    return new ArrayList<>(
        List.of(
            home.resolve("bin/mysqld").toString(),
            "--no-defaults",
            "--user=root",
            "--basedir=" + home,
            "--lc-messages-dir=" + home.resolve("share"),
            "--datadir=" + data,
            // Or it speaks TLS by certificates that it makes.
            "--auto-generate-certs=OFF",
            "--secure-file-priv=NULL",
            "--innodb-use-native-aio=OFF",
            // Later servers size it themselves.
            "--loose-innodb-log-file-size=8M"));
  }

  private static Process run(List<String> command, Path log) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /** Where the server's programs are. */
  private static Path home(Path server) throws IOException {
    if (Files.isDirectory(server)) {
      return server;
    }
    Path home = server.resolveSibling("server");
    if (!Files.exists(home)) {
      Path unpacked = server.resolveSibling("unpacked");
      if (Files.exists(unpacked)) {
        delete(unpacked);
      }
      unpack(server, unpacked);
      Needs.drop(unpacked.resolve("bin/mysqld"), NOT_NEEDED, SUBSTITUTES);
      Files.move(unpacked, home);
    }
    return home;
  }

  /** A server's tables before anybody used them, made once. */
  private static Path fresh(Path home) throws IOException {
    Path fresh = Path.of("target", "mysql-fresh", home.toString().replace('/', '_'));
    if (!Files.exists(fresh)) {
      Path made = Files.createDirectories(fresh.getParent()).resolve("made");
      if (Files.exists(made)) {
        delete(made);
      }
      Path log = made.resolveSibling("log");
      List<String> command = command(home, made.toAbsolutePath());
      Path users = Files.writeString(made.resolveSibling("users.sql"), USERS);
      command.addAll(List.of("--initialize-insecure", "--init-file=" + users.toAbsolutePath()));
      if (run(command, log).onExit().join().exitValue() != 0) {
        throw new IOException("MySQL does not make its tables: " + Files.readString(log));
      }
      Files.move(made, fresh);
    }
    return fresh;
  }

  private static void unpack(Path archive, Path folder) throws IOException {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = folder.resolve(entry.getName()).normalize();
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
          Files.createDirectories(path.getParent());
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
          Files.createDirectories(path.getParent());
          Files.copy(tar, path);
          path.toFile().setExecutable((entry.getMode() & 0100) != 0);
        }
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : all.toList()) {
        Files.copy(one, to.resolve(from.relativize(one)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

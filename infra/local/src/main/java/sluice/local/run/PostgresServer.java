package sluice.local.run;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sluice.RejectedException;
import sluice.company.Server;

/**
 * A PostgreSQL server on this machine, its data kept in a folder. One that a killed run left behind
 * is taken over.
 */
final class PostgresServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final int port;
  private final @Nullable EmbeddedPostgres started;
  private final Optional<ProcessHandle> found;

  private PostgresServer(
      int port, @Nullable EmbeddedPostgres started, Optional<ProcessHandle> found) {
    this.port = port;
    this.started = started;
    this.found = found;
  }

  /**
   * Starts a server, or finds the one that runs over this folder.
   *
   * @throws RejectedException when none can be started here
   */
  static PostgresServer start(Path directory) {
    Path data = directory.resolve("data");
    Optional<PostgresServer> running = running(data);
    if (running.isPresent()) {
      return running.get();
    }
    try {
      Files.createDirectories(directory);
      Files.deleteIfExists(data.resolve("postmaster.pid"));
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setOverrideWorkingDirectory(directory.resolve("software").toFile())
              .setServerConfig("fsync", "off")
              .setServerConfig("listen_addresses", "127.0.0.1")
              .setPGStartupWait(PATIENCE)
              .start();
      return new PostgresServer(postgres.getPort(), postgres, Optional.empty());
    } catch (IOException | IllegalStateException e) {
      throw new RejectedException(
          "No PostgreSQL could be started in %s: %s. As root it needs user namespaces (unshare -U);"
                  .formatted(directory, e.getMessage())
              + " try as another user, or delete the folder if its data was left half-made.",
          e);
    }
  }

  /** How the example company reaches it. */
  Server server() {
    return Server.local(port);
  }

  @Override
  public void close() {
    if (started != null) {
      try {
        started.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    found.ifPresent(PostgresServer::end);
  }

  private static void end(ProcessHandle process) {
    process.destroy();
    process.onExit().completeOnTimeout(process, PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** What {@code postmaster.pid} tells, if its process is there: line 1 the id, line 4 the port. */
  private static Optional<PostgresServer> running(Path data) {
    Path file = data.resolve("postmaster.pid");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.size() < 4) {
        return Optional.empty();
      }
      Optional<ProcessHandle> process =
          ProcessHandle.of(Long.parseLong(lines.get(0).trim()))
              .filter(handle -> handle.info().command().orElse("").contains("postgres"));
      int port = Integer.parseInt(lines.get(3).trim());
      return process.map(handle -> new PostgresServer(port, null, Optional.of(handle)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

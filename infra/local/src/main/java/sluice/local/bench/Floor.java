package sluice.local.bench;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.postgresql.PGConnection;

/** The least that reading the table can take: its rows, sent to nowhere. */
interface Floor {

  String COPY = "COPY orders TO STDOUT (FORMAT binary)";

  /** What it reads with. */
  String name();

  void read();

  /** {@code psql} where there is one, the JDBC driver otherwise. */
  static Floor ofPostgres(PostgresOrders database) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "psql")))
        ? psql(database.port())
        : new Driver(database.jdbcUrl());
  }

  private static Floor psql(int port) {
    return new Client(
        "psql",
        List.of(
            "psql", "-X", "-q", "-h", "127.0.0.1", "-p", "" + port, "-U", "postgres", "-c", COPY));
  }

  /** The server's own client, a process. */
  record Client(String name, List<String> command) implements Floor {
    @Override
    public void read() {
      try {
        Process client =
            new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (client.waitFor() != 0) {
          throw new IllegalStateException(name + " ended with code " + client.exitValue());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** The JDBC driver, its rows thrown away. */
  record Driver(String jdbcUrl) implements Floor {
    @Override
    public String name() {
      return "the JDBC driver (there is no psql)";
    }

    @Override
    public void read() {
      try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut(COPY, OutputStream.nullOutputStream());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (SQLException e) {
        throw new IllegalStateException("the table cannot be read", e);
      }
    }
  }
}

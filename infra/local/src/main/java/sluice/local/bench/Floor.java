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

/** The least that reading the table can take: a binary COPY that nobody looks at. */
interface Floor {

  String COPY = "COPY orders TO STDOUT (FORMAT binary)";

  /** What it reads with. */
  String name();

  void read(OrdersDatabase database);

  /** {@code psql} where there is one, the JDBC driver otherwise. */
  static Floor available() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "psql")))
        ? new Psql()
        : new Driver();
  }

  /** PostgreSQL's own client. */
  record Psql() implements Floor {
    @Override
    public String name() {
      return "psql";
    }

    @Override
    public void read(OrdersDatabase database) {
      String port = Integer.toString(database.port());
      List<String> command =
          List.of("psql", "-X", "-q", "-h", "127.0.0.1", "-p", port, "-U", "postgres", "-c", COPY);
      try {
        Process psql =
            new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (psql.waitFor() != 0) {
          throw new IllegalStateException("psql ended with code " + psql.exitValue());
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
  record Driver() implements Floor {
    @Override
    public String name() {
      return "the JDBC driver (there is no psql)";
    }

    @Override
    public void read(OrdersDatabase database) {
      try (Connection connection = DriverManager.getConnection(database.jdbcUrl())) {
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

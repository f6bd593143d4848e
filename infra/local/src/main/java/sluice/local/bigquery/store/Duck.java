package sluice.local.bigquery.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import org.duckdb.DuckDBConnection;

/** One DuckDB database file and its connections. */
public final class Duck implements AutoCloseable {

  private final DuckDBConnection root;
  private final Consumer<Connection> preparation;
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

  private Duck(DuckDBConnection root, Consumer<Connection> preparation) {
    this.root = root;
    this.preparation = preparation;
  }

  /**
   * Opens the file, or creates it.
   *
   * @param preparation run once on every connection
   */
  public static Duck open(Path file, Consumer<Connection> preparation) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      DuckDBConnection root =
          DriverManager.getConnection("jdbc:duckdb:" + file.toAbsolutePath(), new Properties())
              .unwrap(DuckDBConnection.class);
      Path scratch = file.resolveSibling(file.getFileName() + ".scratch");
      execute(
          root,
          List.of(
              "SET GLOBAL TimeZone = 'UTC'",
              "SET autoinstall_known_extensions = false",
              "SET autoload_known_extensions = false",
              "SET extension_directory = '" + literal(scratch.resolve("extensions")) + "'",
              "SET temp_directory = '" + literal(scratch) + "'",
              "SET memory_limit = '1GB'"));
      preparation.accept(root);
      return new Duck(root, preparation);
    } catch (SQLException e) {
      throw failed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A connection in a transaction of its own; give it back with {@link #giveBack}. */
  public Connection take() {
    Connection connection = idle.poll();
    if (connection != null) {
      return connection;
    }
    try {
      Connection fresh = root.duplicate();
      preparation.accept(fresh);
      fresh.setAutoCommit(false);
      return fresh;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Ends what is open on the connection, without committing it. */
  public void giveBack(Connection connection) {
    try {
      connection.rollback();
      idle.push(connection);
    } catch (SQLException e) {
      closeQuietly(connection);
    }
  }

  /** A statement's place in a snapshot. */
  @FunctionalInterface
  public interface Reading<T> {
    T from(Connection connection) throws SQLException;
  }

  /** Reads within one snapshot. */
  public <T> T read(Reading<T> reading) {
    Connection connection = take();
    try {
      return reading.from(connection);
    } catch (SQLException e) {
      throw failed(e);
    } finally {
      giveBack(connection);
    }
  }

  /** Whether another transaction was faster, so that to try again may succeed. */
  public static boolean isConflict(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      if (cause instanceof OutdatedRead) {
        return true;
      }
      if (cause instanceof SQLException
          && message != null
          && message.startsWith("TransactionContext Error")
          && message.toLowerCase(java.util.Locale.ROOT).contains("conflict")) {
        return true;
      }
    }
    return false;
  }

  /** The database broke a promise: nothing of what was asked for. */
  static IllegalStateException failed(SQLException cause) {
    return new IllegalStateException("the local BigQuery's database failed", cause);
  }

  static void execute(Connection connection, List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  public void close() {
    idle.forEach(Duck::closeQuietly);
    closeQuietly(root);
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      org.slf4j.LoggerFactory.getLogger(Duck.class).debug("A connection did not close.", e);
    }
  }

  private static String literal(Path path) {
    return path.toAbsolutePath().toString().replace("'", "''");
  }
}

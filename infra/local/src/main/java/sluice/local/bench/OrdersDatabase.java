package sluice.local.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** A database server of its own, with the table of orders that is read. */
interface OrdersDatabase extends MeasuredTable, AutoCloseable {

  /** Which of them. */
  enum Server {
    POSTGRESQL(5_000_000) {
      @Override
      OrdersDatabase start(Path directory, int rows) {
        return PostgresOrders.start(directory.resolve("postgres"), rows);
      }
    },
    MARIADB(1_000_000) {
      @Override
      OrdersDatabase start(Path directory, int rows) {
        return MariadbOrders.start(directory.resolve("mariadb"), rows);
      }
    };

    private final int rows;

    Server(int rows) {
      this.rows = rows;
    }

    /** How many rows it has where nobody says. */
    int rows() {
      return rows;
    }

    /**
     * Starts the server and makes the table, unless it is there from a run before.
     *
     * @param directory keeps the servers' files
     */
    abstract OrdersDatabase start(Path directory, int rows);
  }

  /** What the server has used for connections that have ended. */
  Duration backends();

  /** The least that reading the table can take. */
  Floor floor();

  @Override
  void close();

  /** A statement file that lies beside this class. */
  static String sql(String name) {
    try (InputStream in = Objects.requireNonNull(OrdersDatabase.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package sluice.extract.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** A transaction that reads a database as it was at one moment, and changes nothing. */
final class Moment implements AutoCloseable {
  private final Connection connection;

  private Moment(Connection connection) {
    this.connection = connection;
  }

  static Moment begin(Connection connection, Optional<String> snapshot, String settings)
      throws SQLException {
    Moment moment = new Moment(connection);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
      if (snapshot.isPresent()) {
        statement.execute("SET TRANSACTION SNAPSHOT " + Sql.literal(snapshot.get()));
      }
      statement.execute(settings);
      return moment;
    } catch (SQLException failure) {
      try (moment) {
        throw failure;
      }
    }
  }

  /** Names the moment for other connections, for as long as this one stays in it. */
  String export() throws SQLException {
    return single("SELECT pg_catalog.pg_export_snapshot()").orElseThrow();
  }

  /** The one value of the one row, if there is a row and the value is not NULL. */
  Optional<String> single(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
    }
  }

  /** The values of the one row, none of which is NULL, if there is a row. */
  Optional<List<String>> row(String sql) throws SQLException {
    return rows(sql).stream().findFirst();
  }

  /** The values of each row, none of which is NULL. */
  List<List<String>> rows(String sql) throws SQLException {
    List<List<String>> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
          values.add(rows.getString(column));
        }
        all.add(values);
      }
    }
    return all;
  }

  /** The answer to questions that may fail without harm: empty if the server refuses one. */
  <T> Optional<T> attempt(Question<T> question) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      T answer = question.ask();
      connection.releaseSavepoint(before);
      return Optional.of(answer);
    } catch (SQLException refused) {
      try {
        // Both, for a moment cannot be exported from below a savepoint.
        connection.rollback(before);
        connection.releaseSavepoint(before);
      } catch (SQLException lost) {
        refused.addSuppressed(lost);
        throw refused;
      }
      return Optional.empty();
    }
  }

  /** What {@link #attempt} asks. */
  interface Question<T> {
    T ask() throws SQLException;
  }

  /**
   * Has rows read in the order that they lie in, for as long as the moment lasts. A large part of a
   * table that is read in the order of an index comes from all over the disk.
   */
  void keepToTheOrderOnDisk() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL enable_indexscan = off");
    }
  }

  /** The first value of each row. */
  List<String> all(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  CopyManager copies() throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  /**
   * Gives up a statement that is under way, and the connection with it: what the server had sent
   * until it heard of that would be taken for the next statement's.
   */
  void abort() throws SQLException {
    try {
      connection.unwrap(PGConnection.class).cancelQuery();
    } finally {
      connection.abort(Runnable::run);
    }
  }

  @Override
  public void close() throws SQLException {
    if (!connection.isClosed()) {
      connection.rollback();
    }
  }
}

package sluice.extract.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import sluice.extract.database.SourceTable;

/** A transaction that reads a database as it was at one moment, and changes nothing. */
final class Moment implements AutoCloseable {
  private final Connection connection;

  private Moment(Connection connection) {
    this.connection = connection;
  }

  static Moment begin(Connection connection) throws SQLException {
    return begin(connection, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
  }

  /**
   * Begins one in which a table stays as it is. Its moment is that of the first statement after
   * this: MySQL's catalog is of the moment too, and would not show what was altered since.
   */
  static Moment holding(Connection connection, SourceTable table) throws SQLException {
    return begin(connection, "START TRANSACTION READ ONLY", Sql.hold(table));
  }

  private static Moment begin(Connection connection, String... statements) throws SQLException {
    Moment moment = new Moment(connection);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      for (String sql : statements) {
        statement.execute(sql);
      }
      return moment;
    } catch (SQLException failure) {
      try (moment) {
        throw failure;
      }
    }
  }

  /** The one value of the one row, if there is a row and the value is not NULL. */
  Optional<String> single(String sql) throws SQLException {
    return single(connection, sql);
  }

  static Optional<String> single(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
    }
  }

  /** A statement whose rows come by the binary protocol, one after another. */
  PreparedStatement stream(String sql) throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
    // More would be held in memory at once, however large they are.
    statement.setFetchSize(1);
    return statement;
  }

  PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  /**
   * Gives up a statement that is under way, and the connection with it: to close the one would
   * first read all its rows.
   */
  void abort() throws SQLException {
    connection.abort(Runnable::run);
  }

  @Override
  public void close() throws SQLException {
    if (!connection.isClosed()) {
      connection.rollback();
    }
  }
}

package sluice.local.run;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A table of accounts between which amounts move without end. Whatever moment is read, the amounts
 * sum up to the same; the ids have no gap; and a row that takes part in a change knows its number
 * and the other row, which is of that change or of a later one.
 */
final class Accounts implements AutoCloseable {

  private static final long AMOUNT = 1000;
  private static final int CHANGES_A_NEW_PAIR = 10;

  private final Connection connection;
  private final String name;
  private final int first;
  private final Random random;
  private final AtomicInteger stamping = new AtomicInteger();
  private int rows;
  private long changes;
  private volatile boolean stop;
  private @Nullable CompletableFuture<Void> changing;

  private Accounts(Connection connection, String name, int rows, long seed) {
    this.connection = connection;
    this.name = name;
    this.first = rows;
    this.rows = rows;
    this.random = new Random(seed);
  }

  static Accounts create(String jdbcUrl, String name, int rows, long seed) throws SQLException {
    Connection connection = DriverManager.getConnection(jdbcUrl);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE %s (id bigint PRIMARY KEY, amount bigint NOT NULL, change bigint NOT NULL,
            partner bigint NOT NULL, updated_at timestamptz NOT NULL, filler text) WITH (fillfactor = 80)
          """
              .formatted(name));
      statement.execute(
          "INSERT INTO %s SELECT i, %d, 0, i, now(), repeat(md5(i::text), 3) FROM generate_series(1, %d) i"
              .formatted(name, AMOUNT, rows));
    }
    connection.setAutoCommit(false);
    return new Accounts(connection, name, rows, seed);
  }

  /** What the amounts of one moment sum up to. */
  long sum() {
    return first * AMOUNT;
  }

  /** Begins to change rows, one transaction after another. */
  void change() {
    stop = false;
    changing = CompletableFuture.runAsync(this::changeUntilStopped);
  }

  /** Has as many rows stamped anew, within the changes. */
  void stamp(int count) {
    stamping.set(count);
  }

  /** Ends the changes; fails if one did. */
  void stop() {
    stop = true;
    CompletableFuture<Void> ending = changing;
    if (ending != null) {
      ending.join();
      changing = null;
    }
  }

  private void changeUntilStopped() {
    try (PreparedStatement move =
            connection.prepareStatement(
                "UPDATE %s SET amount = amount + ?, change = ?, partner = ?, updated_at = now() WHERE id = ?"
                    .formatted(name));
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO %s VALUES (?, ?, ?, ?, now(), 'new')".formatted(name))) {
      while (!stop) {
        changes++;
        int again = stamping.getAndSet(0);
        if (again > 0) {
          stampAnew(again);
        } else if (changes % CHANGES_A_NEW_PAIR == 0) {
          insertPair(insert);
        } else {
          moveBetweenTwo(move);
        }
        connection.commit();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the accounts cannot be changed", e);
    }
  }

  private void stampAnew(int count) throws SQLException {
    int from = random.nextInt(Math.max(1, rows - count));
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE %s SET updated_at = now() WHERE id > %d AND id <= %d"
              .formatted(name, from, from + count));
    }
  }

  private void moveBetweenTwo(PreparedStatement move) throws SQLException {
    int one = 1 + random.nextInt(rows);
    int other = one == rows ? 1 : one + 1 + random.nextInt(rows - one);
    int amount = random.nextInt(500);
    execute(move, -amount, changes, other, one);
    execute(move, amount, changes, one, other);
  }

  private void insertPair(PreparedStatement insert) throws SQLException {
    execute(insert, rows + 1, 77, changes, rows + 2);
    execute(insert, rows + 2, -77, changes, rows + 1);
    rows += 2;
  }

  private static void execute(PreparedStatement statement, long... values) throws SQLException {
    for (int index = 0; index < values.length; index++) {
      statement.setLong(index + 1, values[index]);
    }
    statement.executeUpdate();
  }

  /** The server's processes that send rows to an extract just now. */
  static List<Long> readers(String jdbcUrl) throws SQLException {
    String sql =
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'sluice'"
            + " AND state = 'active' AND query LIKE 'COPY%'";
    List<Long> readers = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        readers.add(row.getLong(1));
      }
    }
    return readers;
  }

  /** A query's rows, as texts. */
  List<List<String>> query(String sql) throws SQLException {
    List<List<String>> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
          values.add(row.getString(column));
        }
        found.add(values);
      }
    }
    connection.commit();
    return found;
  }

  /** What is done with a row; the stamp is in microseconds. */
  interface Row {
    void see(int id, long amount, long change, long stamp);
  }

  /** Goes through the rows; how many they are. */
  int each(Row action) throws SQLException {
    int seen = 0;
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(10_000);
      ResultSet row =
          statement.executeQuery(
              "SELECT id, amount, change, (extract(epoch FROM updated_at) * 1000000)::bigint FROM "
                  + name);
      for (; row.next(); seen++) {
        action.see(row.getInt(1), row.getLong(2), row.getLong(3), row.getLong(4));
      }
    }
    connection.commit();
    return seen;
  }

  @Override
  public void close() throws SQLException {
    try {
      stop();
    } finally {
      connection.close();
    }
  }
}

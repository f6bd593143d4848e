package sluice.local.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * One connection to the store's file. Each map is a table of keys, as UTF-8 bytes, and values. Its
 * calls exclude each other and call nobody else.
 */
final class Database {

  private static final int BUSY_MILLIS = 10_000;

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  private Database(Connection connection) {
    this.connection = connection;
  }

  /** With a write-ahead log that outlives a kill, and is not forced to the disk. */
  static Database open(Path path) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.OFF);
    config.setBusyTimeout(BUSY_MILLIS);
    return new Database(config.createConnection("jdbc:sqlite:" + path));
  }

  synchronized void create(String map) {
    run("CREATE TABLE IF NOT EXISTS \"%s\" (k BLOB PRIMARY KEY, v TEXT) WITHOUT ROWID", map);
  }

  synchronized void begin() {
    run("BEGIN IMMEDIATE", "");
  }

  synchronized void commit() {
    run("COMMIT", "");
  }

  synchronized void rollback() {
    run("ROLLBACK", "");
  }

  synchronized Optional<String> read(String map, String key) {
    return texts("SELECT v FROM \"%s\" WHERE k = ?", map, bytes(key)).stream().findFirst();
  }

  synchronized void put(String map, String key, String value) {
    try {
      PreparedStatement statement = prepared("INSERT OR REPLACE INTO \"%s\" VALUES (?, ?)", map);
      statement.setBytes(1, bytes(key));
      statement.setString(2, value);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw broken(e);
    }
  }

  synchronized void remove(String map, String key) {
    try {
      PreparedStatement statement = prepared("DELETE FROM \"%s\" WHERE k = ?", map);
      statement.setBytes(1, bytes(key));
      statement.executeUpdate();
    } catch (SQLException e) {
      throw broken(e);
    }
  }

  /** Keys from one on, that one included; so many at most. */
  synchronized List<String> from(String map, String key, int atMost) {
    return texts("SELECT k FROM \"%s\" WHERE k >= ? ORDER BY k LIMIT " + atMost, map, bytes(key));
  }

  /** Keys behind one; so many at most. */
  synchronized List<String> behind(String map, String key, int atMost) {
    return texts("SELECT k FROM \"%s\" WHERE k > ? ORDER BY k LIMIT " + atMost, map, bytes(key));
  }

  synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw broken(e);
    }
  }

  private List<String> texts(String sql, String map, byte[] key) {
    try {
      PreparedStatement statement = prepared(sql, map);
      statement.setBytes(1, key);
      List<String> texts = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          texts.add(new String(rows.getBytes(1), StandardCharsets.UTF_8));
        }
      }
      return texts;
    } catch (SQLException e) {
      throw broken(e);
    }
  }

  private void run(String sql, String map) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql.formatted(map));
    } catch (SQLException e) {
      throw broken(e);
    }
  }

  private PreparedStatement prepared(String sql, String map) throws SQLException {
    String text = sql.formatted(map);
    PreparedStatement known = statements.get(text);
    if (known == null) {
      known = connection.prepareStatement(text);
      statements.put(text, known);
    }
    return known;
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  private static IllegalStateException broken(SQLException cause) {
    return new IllegalStateException(
        "The local cloud's store failed: %s. See that its disk has space and stop the local cloud."
            .formatted(cause.getMessage()),
        cause);
  }
}

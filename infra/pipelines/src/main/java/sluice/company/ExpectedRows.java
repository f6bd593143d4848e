package sluice.company;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of one of the queries in {@code expected/}. */
final class ExpectedRows {
  private ExpectedRows() {}

  static List<@Nullable Object[]> of(Connection connection, String query) throws SQLException {
    List<@Nullable Object[]> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(text(query))) {
      int width = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        @Nullable Object[] row = new Object[width];
        for (int i = 0; i < width; i++) {
          row[i] = value(rows, i + 1);
        }
        all.add(row);
      }
    }
    return all;
  }

  private static @Nullable Object value(ResultSet rows, int column) throws SQLException {
    return rows.getMetaData().getColumnTypeName(column).equals("date")
        ? rows.getObject(column, LocalDate.class)
        : rows.getObject(column);
  }

  private static String text(String query) {
    try (InputStream resource =
        ExpectedRows.class.getResourceAsStream("expected/" + query + ".sql")) {
      if (resource == null) {
        throw new IllegalStateException("There is no expected/%s.sql. Add it.".formatted(query));
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package sluice.company;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows for one table in the text format of PostgreSQL's COPY, gathered and then sent at once. */
final class CopyRows {
  private final String statement;
  private final int columns;
  private final StringBuilder text = new StringBuilder();

  /**
   * @param columns the columns' names, separated by commas
   */
  CopyRows(String table, String columns) {
    this.statement = "COPY %s (%s) FROM STDIN".formatted(table, columns);
    this.columns = columns.split(",").length;
  }

  /** Adds a row; lists become arrays, empty optionals NULL, and times are written as ISO 8601. */
  void add(@Nullable Object... values) {
    if (values.length != columns) {
      throw new IllegalArgumentException(
          "%d values for %d columns: %s".formatted(values.length, columns, statement));
    }
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        text.append('\t');
      }
      append(values[i]);
    }
    text.append('\n');
  }

  /** Sends what was gathered and forgets it. */
  void send(Connection connection) throws SQLException {
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    text.setLength(0);
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
    try {
      copy.writeToCopy(bytes, 0, bytes.length);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private void append(@Nullable Object value) {
    if (value == null) {
      text.append("\\N");
    } else if (value instanceof Optional<?> optional) {
      append(optional.orElse(null));
    } else if (value instanceof List<?> list) {
      escape(array(list));
    } else if (value instanceof BigDecimal decimal) {
      text.append(decimal.toPlainString());
    } else if (value instanceof String string) {
      escape(string);
    } else {
      text.append(value);
    }
  }

  private static String array(List<?> list) {
    StringBuilder literal = new StringBuilder("{");
    for (Object element : list) {
      literal.append(literal.length() == 1 ? "\"" : ",\"");
      literal.append(String.valueOf(element).replace("\\", "\\\\").replace("\"", "\\\""));
      literal.append('"');
    }
    return literal.append('}').toString();
  }

  private void escape(String string) {
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        default -> text.append(c);
      }
    }
  }
}

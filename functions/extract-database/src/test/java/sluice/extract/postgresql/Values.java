package sluice.extract.postgresql;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postgresql.util.PGInterval;
import sluice.extract.database.AvroValues;
import sluice.schema.Column;
import sluice.schema.Column.Mode;

/**
 * One form for values that come by Avro and values that come by JDBC, so that the two readings can
 * be compared. The JDBC side applies the stated rules by its own means: years outside 0001-9999,
 * which infinity is to java.time, are NULL, and so is 24:00:00; arrays hold no NULL.
 */
final class Values {
  private Values() {}

  /** Rows of a table by their {@code id}, as JDBC has them. */
  static Map<Long, List<Object>> fromJdbc(String url, String table, List<Column> columns)
      throws SQLException {
    Map<Long, List<Object>> byId = new TreeMap<>();
    try (Connection connection = Databases.connect(url);
        Statement statement = connection.createStatement()) {
      statement.execute("SET IntervalStyle = 'iso_8601'; SET TimeZone = 'UTC'");
      ResultSet row = statement.executeQuery("SELECT * FROM " + table);
      while (row.next()) {
        List<Object> values = new ArrayList<>();
        for (int index = 0; index < columns.size(); index++) {
          values.add(fromJdbc(row, index + 1, columns.get(index)));
        }
        byId.put(row.getLong("id"), values);
      }
    }
    return byId;
  }

  private static Object fromJdbc(ResultSet row, int index, Column column) throws SQLException {
    if (column.mode() == Mode.REPEATED) {
      if (row.getArray(index) == null) {
        return List.of();
      }
      List<Object> elements = new ArrayList<>();
      flatten(row.getArray(index).getArray(), column, elements);
      return elements;
    }
    if (row.getString(index) == null) {
      return null;
    }
    return switch (column.type()) {
      case INT64 -> row.getLong(index);
      case FLOAT64 -> ((Number) row.getObject(index)).doubleValue();
      case NUMERIC, BIGNUMERIC ->
          row.getString(index).equals("NaN") ? null : AvroValues.plain(row.getBigDecimal(index));
      case BOOL -> row.getBoolean(index);
      case BYTES -> HexFormat.of().formatHex(row.getBytes(index));
      case DATE -> inRange(row.getObject(index, LocalDate.class));
      case TIME -> inRange(row.getObject(index, LocalTime.class));
      case DATETIME -> inRange(row.getObject(index, LocalDateTime.class));
      case TIMESTAMP -> inRange(row.getObject(index, OffsetDateTime.class));
      default -> row.getString(index);
    };
  }

  private static void flatten(Object array, Column column, List<Object> into) {
    for (Object element : (Object[]) array) {
      if (element instanceof Object[] nested) {
        flatten(nested, column, into);
      } else if (element != null) {
        Object value = element(element, column);
        if (value != null) {
          into.add(value);
        }
      }
    }
  }

  private static Object element(Object value, Column column) {
    return switch (column.type()) {
      case INT64 -> ((Number) value).longValue();
      case FLOAT64 -> ((Number) value).doubleValue();
      case NUMERIC, BIGNUMERIC ->
          // Of a domain's array, elements are text.
          AvroValues.plain(
              value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString()));
      case BOOL -> value;
      case BYTES -> HexFormat.of().formatHex((byte[]) value);
      case DATE -> inRange(((Date) value).toLocalDate());
      case TIME -> ((Time) value).toLocalTime();
      case DATETIME -> inRange(((Timestamp) value).toLocalDateTime());
      case TIMESTAMP -> ((Timestamp) value).toInstant();
      default -> text(value);
    };
  }

  private static String text(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    return value instanceof PGInterval interval ? iso(interval) : value.toString();
  }

  /** Days are all that these tests put into arrays of intervals. */
  private static String iso(PGInterval interval) {
    return "P" + interval.getDays() + "D";
  }

  private static Object inRange(LocalDate day) {
    return day.getYear() < 1 || day.getYear() > 9999 ? null : day;
  }

  private static Object inRange(LocalTime time) {
    return time.equals(LocalTime.MAX) ? null : time;
  }

  private static Object inRange(LocalDateTime time) {
    return inRange(time.toLocalDate()) == null ? null : time;
  }

  private static Object inRange(OffsetDateTime time) {
    return inRange(time.toLocalDate()) == null ? null : time.toInstant();
  }
}

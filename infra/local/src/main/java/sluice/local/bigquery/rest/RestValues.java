package sluice.local.bigquery.rest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sluice.local.sql.udf.BigNumerics;
import sluice.schema.Column;
import sluice.schema.ColumnType;

/** Writes DuckDB's values as BigQuery's REST API writes them. */
final class RestValues {

  /** How moments are written. */
  enum Moments {
    /** Seconds since 1970 as a float: {@code 1.5778368E9}. */
    FLOAT_SECONDS,
    /** Microseconds since 1970. */
    INT64_MICROS,
    ISO8601
  }

  private final List<Column> columns;
  private final Moments moments;

  RestValues(List<Column> columns, Moments moments) {
    this.columns = columns;
    this.moments = moments;
  }

  /** The row a result stands on: {@code {"f": [{"v": ...}]}}. */
  JsonObject row(ResultSet row) throws SQLException {
    JsonArray fields = new JsonArray(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      boolean dateTime =
          column.type() == ColumnType.DATETIME && column.mode() != Column.Mode.REPEATED;
      Object value = dateTime ? row.getObject(i + 1, LocalDateTime.class) : row.getObject(i + 1);
      fields.add(cell(value, column));
    }
    JsonObject json = new JsonObject();
    json.add("f", fields);
    return json;
  }

  private JsonObject cell(@Nullable Object value, Column column) throws SQLException {
    JsonObject cell = new JsonObject();
    cell.add("v", value(value, column));
    return cell;
  }

  private JsonElement value(@Nullable Object value, Column column) throws SQLException {
    if (column.mode() == Column.Mode.REPEATED) {
      JsonArray elements = new JsonArray();
      if (value instanceof Array array) {
        Column element = column.as(Column.Mode.NULLABLE);
        for (Object each : (Object[]) array.getArray()) {
          elements.add(cell(each, element));
        }
      }
      return elements;
    }
    if (value == null) {
      return JsonNull.INSTANCE;
    }
    if (column.type() == ColumnType.STRUCT) {
      Object[] attributes = ((Struct) value).getAttributes();
      JsonArray fields = new JsonArray();
      for (int i = 0; i < attributes.length; i++) {
        fields.add(cell(attributes[i], column.fields().get(i)));
      }
      JsonObject json = new JsonObject();
      json.add("f", fields);
      return json;
    }
    return new JsonPrimitive(scalar(value, column.type()));
  }

  private String scalar(Object value, ColumnType type) throws SQLException {
    return switch (type) {
      case NUMERIC -> plain((BigDecimal) value);
      case BIGNUMERIC -> BigNumerics.text((String) value);
      case BYTES -> Base64.getEncoder().encodeToString(bytes(value));
      case DATETIME -> dateTime(value);
      case TIME -> time((LocalTime) value);
      case TIMESTAMP -> moment((OffsetDateTime) value);
      default -> value.toString();
    };
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static byte[] bytes(Object value) throws SQLException {
    if (value instanceof Blob blob) {
      return blob.getBytes(1, (int) blob.length());
    }
    return (byte[]) value;
  }

  private static String dateTime(Object value) {
    LocalDateTime moment =
        value instanceof Timestamp timestamp ? timestamp.toLocalDateTime() : (LocalDateTime) value;
    return moment.toLocalDate() + "T" + time(moment.toLocalTime());
  }

  private static String time(LocalTime time) {
    String seconds =
        String.format(
            Locale.ROOT, "%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
    int micros = time.getNano() / 1_000;
    if (micros == 0) {
      return seconds;
    }
    // Three digits or six, as GoogleSQL prints fractions.
    return micros % 1_000 == 0
        ? seconds + String.format(Locale.ROOT, ".%03d", micros / 1_000)
        : seconds + String.format(Locale.ROOT, ".%06d", micros);
  }

  private String moment(OffsetDateTime value) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, value.toInstant());
    return switch (moments) {
      case INT64_MICROS -> Long.toString(micros);
      case FLOAT_SECONDS -> Double.toString(micros / 1e6);
      case ISO8601 -> value.toInstant().toString();
    };
  }
}

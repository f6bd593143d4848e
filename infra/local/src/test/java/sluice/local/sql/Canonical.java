package sluice.local.sql;

import com.google.zetasql.Type;
import com.google.zetasql.Value;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.Struct;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import sluice.local.sql.udf.BigNumerics;
import sluice.schema.Column;
import sluice.schema.Column.Mode;

/** Values of both engines in one form that is equal only where they are. */
final class Canonical {
  private Canonical() {}

  static String of(Value value) {
    Type type = value.getType();
    if (value.isNull()) {
      return "NULL";
    }
    return switch (type.getKind()) {
      case TYPE_ARRAY -> value.getElementList().stream().map(Canonical::of).toList().toString();
      case TYPE_STRUCT -> "(" + value.getFieldList().stream().map(Canonical::of).toList() + ")";
      case TYPE_INT64 -> Long.toString(value.getInt64Value());
      case TYPE_DOUBLE -> Double.toString(value.getDoubleValue());
      case TYPE_BOOL -> Boolean.toString(value.getBoolValue());
      case TYPE_STRING -> "'" + value.getStringValue() + "'";
      case TYPE_JSON -> "'" + value.getJsonValue() + "'";
      case TYPE_BYTES -> HexFormat.of().formatHex(value.getBytesValue().toByteArray());
      case TYPE_NUMERIC -> value.getNumericValue().setScale(9).toPlainString();
      case TYPE_BIGNUMERIC -> plain(value.getBigNumericValue());
      case TYPE_DATE -> value.getLocalDateValue().toString();
      case TYPE_TIME -> value.getLocalTimeValue().toString();
      case TYPE_DATETIME -> value.getLocalDateTimeValue().toString();
      case TYPE_TIMESTAMP -> Long.toString(value.getTimestampUnixMicros());
      default -> throw new IllegalArgumentException("no canonical form of " + type);
    };
  }

  static String of(Column column, Object value) throws SQLException {
    if (value == null) {
      return column.mode() == Mode.REPEATED ? "[]" : "NULL";
    }
    if (column.mode() == Mode.REPEATED) {
      List<String> elements = new ArrayList<>();
      for (Object element : (Object[]) ((Array) value).getArray()) {
        elements.add(of(column.as(Mode.NULLABLE), element));
      }
      return elements.toString();
    }
    return switch (column.type()) {
      case STRUCT -> struct(column, (Struct) value);
      case STRING, JSON -> "'" + value + "'";
      case BYTES -> {
        Blob blob = (Blob) value;
        yield HexFormat.of().formatHex(blob.getBytes(1, (int) blob.length()));
      }
      case NUMERIC -> ((BigDecimal) value).setScale(9).toPlainString();
      case BIGNUMERIC -> plain(BigNumerics.value((String) value));
      case TIMESTAMP ->
          Long.toString(
              ChronoUnit.MICROS.between(
                  OffsetDateTime.parse("1970-01-01T00:00:00Z"), (OffsetDateTime) value));
      case DATETIME -> ((java.sql.Timestamp) value).toLocalDateTime().toString();
      default -> value.toString();
    };
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static String struct(Column column, Struct value) throws SQLException {
    Object[] fields = value.getAttributes();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      texts.add(of(column.fields().get(i), fields[i]));
    }
    return "(" + texts + ")";
  }
}

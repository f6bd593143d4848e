package sluice.local.sql;

import com.google.zetasql.Type;
import com.google.zetasql.Value;
import com.google.zetasql.ZetaSQLType.TypeKind;
import java.util.List;
import java.util.stream.Collectors;
import sluice.local.sql.udf.BigNumerics;
import sluice.sql.analysis.Types;

/** Values and types of the analyzer, as DuckDB writes them. */
final class Literals {
  private Literals() {}

  /** The DuckDB type of an analyzer's type. */
  static String type(Type type) {
    try {
      return DuckTypes.type(Types.column("", unnested(type))) + (isNestedArray(type) ? "[]" : "");
    } catch (IllegalArgumentException e) {
      throw new UnsupportedSqlException("values of type " + type.typeName());
    }
  }

  private static boolean isNestedArray(Type type) {
    return type.isArray() && type.asArray().getElementType().isArray();
  }

  private static Type unnested(Type type) {
    return isNestedArray(type) ? type.asArray().getElementType() : type;
  }

  static String nullOf(Type type) {
    return "CAST(NULL AS " + type(type) + ")";
  }

  /** A value, cast to its type. */
  static String of(Value value) {
    Type type = value.getType();
    if (value.isNull()) {
      return nullOf(type);
    }
    if (type.isArray()) {
      return value.getElementList().stream()
          .map(Literals::of)
          .collect(Collectors.joining(", ", "CAST([", "] AS " + type(type) + ")"));
    }
    if (type.isStruct()) {
      return struct(
          Types.fieldNames(type.asStruct()),
          value.getFieldList().stream().map(Literals::of).toList());
    }
    return scalar(type.getKind(), value);
  }

  /** A struct of expressions. */
  static String struct(List<String> names, List<String> values) {
    StringBuilder sql = new StringBuilder("{");
    for (int i = 0; i < names.size(); i++) {
      sql.append(i == 0 ? "" : ", ").append(string(names.get(i))).append(": ");
      sql.append(values.get(i));
    }
    return sql.append("}").toString();
  }

  private static String scalar(TypeKind kind, Value value) {
    return switch (kind) {
      case TYPE_INT64 -> integer(value.getInt64Value());
      case TYPE_DOUBLE -> number(value.getDoubleValue());
      case TYPE_BOOL -> value.getBoolValue() ? "TRUE" : "FALSE";
      case TYPE_STRING -> string(value.getStringValue());
      case TYPE_BYTES -> bytes(value.getBytesValue().toByteArray());
      case TYPE_DATE -> "DATE '" + value.getLocalDateValue() + "'";
      case TYPE_TIMESTAMP -> timestamp(value.getTimestampUnixMicros());
      case TYPE_DATETIME -> "TIMESTAMP '" + value.getLocalDateTimeValue() + "'";
      case TYPE_TIME -> "TIME '" + value.getLocalTimeValue() + "'";
      case TYPE_NUMERIC ->
          "CAST('" + value.getNumericValue().toPlainString() + "' AS DECIMAL(38,9))";
      case TYPE_BIGNUMERIC -> string(BigNumerics.key(value.getBigNumericValue()));
      case TYPE_JSON -> "CAST(" + string(value.getJsonValue()) + " AS JSON)";
      default -> throw new UnsupportedSqlException("values of type " + value.getType().typeName());
    };
  }

  static String integer(long value) {
    return value < 0 ? "(" + value + ")::BIGINT" : value + "::BIGINT";
  }

  static String number(double value) {
    return "'" + value + "'::DOUBLE";
  }

  static String string(String text) {
    if (text.indexOf('\0') >= 0) {
      return List.of(text.split("\0", -1)).stream()
          .map(Literals::string)
          .collect(Collectors.joining(" || chr(0) || ", "(", ")"));
    }
    return "'" + text.replace("'", "''") + "'";
  }

  static String bytes(byte[] bytes) {
    StringBuilder sql = new StringBuilder("'");
    for (byte b : bytes) {
      sql.append("\\x").append(String.format("%02X", b));
    }
    return sql.append("'::BLOB").toString();
  }

  static String timestamp(long micros) {
    return "make_timestamptz((" + micros + ")::BIGINT)";
  }
}

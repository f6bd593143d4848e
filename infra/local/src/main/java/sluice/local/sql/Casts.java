package sluice.local.sql;

import com.google.zetasql.StructType;
import com.google.zetasql.Type;
import com.google.zetasql.ZetaSQLType.TypeKind;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCast;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.sql.analysis.Types;

/** CAST, written or implied. */
final class Casts {
  private final ResolvedCast cast;
  private final Translation translation;

  Casts(ResolvedCast cast, Translation translation) {
    this.cast = cast;
    this.translation = translation;
  }

  String sql(String value) {
    if (TypeParameters.of(cast)) {
      throw new UnsupportedSqlException("CAST to a type with parameters or a collation");
    }
    if (cast.getFormat() != null) {
      throw new UnsupportedSqlException("CAST ... FORMAT");
    }
    String zone =
        Optional.ofNullable(cast.getTimeZone())
            .map(expression -> translation.expressions().sql(expression))
            .orElse("'UTC'");
    return between(value, cast.getExpr().getType(), cast.getType(), zone);
  }

  /** A value of one type as another; the zone is an expression. */
  static String between(String value, Type from, Type to, String zone) {
    if (from.equivalent(to) && from.equals(to)) {
      return value;
    }
    if (from.isArray() && to.isArray()) {
      return "list_transform(%s, lambda _e: %s)"
          .formatted(
              value,
              between("_e", from.asArray().getElementType(), to.asArray().getElementType(), zone));
    }
    if (from.isStruct() && to.isStruct()) {
      return struct(value, from.asStruct(), to.asStruct(), zone);
    }
    return switch (to.getKind()) {
      case TYPE_STRING -> toText(value, from, zone);
      default -> from.isString() ? fromText(value, to, zone) : scalar(value, from, to, zone);
    };
  }

  /** Field by field, by their places; DuckDB would go by their names. */
  private static String struct(String value, StructType from, StructType to, String zone) {
    List<String> names = Types.fieldNames(from);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      values.add(
          between(
              "_v." + DuckTypes.quoted(names.get(i)),
              from.getField(i).getType(),
              to.getField(i).getType(),
              zone));
    }
    return "list_transform([%s], lambda _v: CASE WHEN _v IS NULL THEN NULL ELSE %s END)[1]"
        .formatted(value, Literals.struct(Types.fieldNames(to), values));
  }

  private static String toText(String value, Type from, String zone) {
    return switch (from.getKind()) {
      case TYPE_INT64, TYPE_BOOL, TYPE_DATE -> "CAST(" + value + " AS VARCHAR)";
      case TYPE_DOUBLE -> "gs_double_text(" + value + ")";
      case TYPE_NUMERIC -> "rtrim(rtrim(CAST(" + value + " AS VARCHAR), '0'), '.')";
      case TYPE_BIGNUMERIC -> "gs_bignumeric_text(" + value + ")";
      case TYPE_TIMESTAMP -> "gs_timestamp_text(epoch_us(" + value + "), " + zone + ")";
      case TYPE_DATETIME -> "gs_datetime_text(epoch_us(" + value + "))";
      case TYPE_TIME -> "gs_time_text(epoch_us(" + value + "))";
      case TYPE_BYTES -> "gs_utf8(hex(" + value + "))";
      default -> throw refused(from, "STRING");
    };
  }

  /** What CAST reads out of text. */
  static String fromText(String value, Type to, String zone) {
    return switch (to.getKind()) {
      case TYPE_INT64 -> "gs_parse_int64(" + value + ")";
      case TYPE_DOUBLE -> "gs_parse_double(" + value + ")";
      case TYPE_NUMERIC -> "gs_parse_numeric(" + value + ")";
      case TYPE_BIGNUMERIC -> "gs_parse_bignumeric(" + value + ")";
      case TYPE_BOOL -> "gs_parse_bool(" + value + ")";
      case TYPE_BYTES -> "encode(" + value + ")";
      case TYPE_DATE -> Times.date("gs_parse_date_text(" + value + ")");
      case TYPE_DATETIME -> "make_timestamp(gs_parse_datetime_text(" + value + "))";
      case TYPE_TIMESTAMP ->
          "make_timestamptz(gs_parse_timestamp_text(" + value + ", " + zone + "))";
      case TYPE_TIME -> Times.time("gs_parse_time_text(" + value + ")");
      default -> throw refused("STRING", to);
    };
  }

  private static String scalar(String value, Type from, Type to, String zone) {
    TypeKind kind = from.getKind();
    if (kind == TypeKind.TYPE_BIGNUMERIC) {
      return ofBigNumeric(value, to);
    }
    return switch (to.getKind()) {
      case TYPE_INT64 ->
          kind == TypeKind.TYPE_DOUBLE
              ? "CAST(round(" + value + ") AS BIGINT)"
              : "CAST(" + value + " AS BIGINT)";
      case TYPE_DOUBLE ->
          kind == TypeKind.TYPE_NUMERIC
              ? "CAST(CAST(" + value + " AS VARCHAR) AS DOUBLE)"
              : "CAST(" + value + " AS DOUBLE)";
      case TYPE_NUMERIC ->
          kind == TypeKind.TYPE_DOUBLE
              ? "gs_double_numeric(" + value + ")"
              : "CAST(" + value + " AS DECIMAL(38,9))";
      case TYPE_BIGNUMERIC ->
          kind == TypeKind.TYPE_DOUBLE
              ? "gs_double_bignumeric(" + value + ")"
              : "gs_parse_bignumeric(CAST(" + value + " AS VARCHAR))";
      case TYPE_BOOL -> "(" + value + " <> 0)";
      case TYPE_DATE, TYPE_DATETIME, TYPE_TIME, TYPE_TIMESTAMP -> civil(value, from, to, zone);
      default -> throw refused(from, to.typeName());
    };
  }

  private static String ofBigNumeric(String value, Type to) {
    return switch (to.getKind()) {
      case TYPE_INT64 -> "gs_bignumeric_int64(" + value + ")";
      case TYPE_DOUBLE -> "gs_bignumeric_double(" + value + ")";
      case TYPE_NUMERIC -> "gs_bignumeric_numeric(" + value + ")";
      default -> throw refused("BIGNUMERIC", to.typeName());
    };
  }

  private static String civil(String value, Type from, Type to, String zone) {
    String local =
        from.isTimestamp() ? Times.toDatetime(value, zone) : "CAST(" + value + " AS TIMESTAMP)";
    return switch (to.getKind()) {
      case TYPE_DATE -> "CAST(" + local + " AS DATE)";
      case TYPE_TIME -> "CAST(" + local + " AS TIME)";
      case TYPE_DATETIME -> local;
      default -> Times.toTimestamp(local, zone);
    };
  }

  private static UnsupportedSqlException refused(Object from, Object to) {
    return new UnsupportedSqlException("CAST from " + from + " to " + to);
  }
}

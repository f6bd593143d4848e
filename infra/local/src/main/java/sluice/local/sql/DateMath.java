package sluice.local.sql;

import com.google.zetasql.ZetaSQLType.TypeKind;
import java.util.Set;

/** Adding, subtracting, truncating: by the type of what it is done to. */
final class DateMath {
  /** Truncations that DuckDB does as GoogleSQL does. */
  private static final Set<String> NATIVE =
      Set.of("YEAR", "QUARTER", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "MILLISECOND");

  private DateMath() {}

  static String add(String value, TypeKind kind, String part, String count, Call call) {
    return switch (kind) {
      case TYPE_DATE ->
          part.equals("HOUR") || part.equals("MINUTE") || part.equals("SECOND")
              ? datetimeAdd("CAST(" + value + " AS TIMESTAMP)", part, count)
              : call.type().isDate()
                  ? Times.date("gs_date_add_%s(%s, %s)".formatted(part, Times.days(value), count))
                  : datetimeAdd(value, part, count);
      case TYPE_DATETIME -> datetimeAdd(value, part, count);
      case TYPE_TIMESTAMP ->
          "make_timestamptz(gs_timestamp_add(epoch_us(%s), %s, %d::BIGINT))"
              .formatted(value, count, Units.micros(part, call));
      case TYPE_TIME ->
          Times.time(
              "gs_time_add(epoch_us(%s), %s, %d::BIGINT)"
                  .formatted(value, count, Units.micros(part, call)));
      default -> throw call.refused("over values of type " + kind);
    };
  }

  private static String datetimeAdd(String value, String part, String count) {
    return "make_timestamp(gs_datetime_add_%s(epoch_us(%s), %s))".formatted(part, value, count);
  }

  static String diff(Call call) {
    String part = call.part(2);
    return switch (call.kind(0)) {
      case TYPE_DATE ->
          part.equals("DAY")
              ? call.fill("({0} - {1})")
              : "gs_date_diff_%s(%s, %s)"
                  .formatted(part, Times.days(call.arg(0)), Times.days(call.arg(1)));
      case TYPE_DATETIME ->
          call.fill("gs_datetime_diff_" + part + "(epoch_us({0}), epoch_us({1}))");
      case TYPE_TIME ->
          call.fill("gs_datetime_diff_" + timePart(part, call) + "(epoch_us({0}), epoch_us({1}))");
      case TYPE_TIMESTAMP ->
          call.fill(
              "((epoch_us({0}) - epoch_us({1})) // " + Units.micros(part, call) + "::BIGINT)");
      default -> throw call.refused("over values of type " + call.type(0).typeName());
    };
  }

  private static String timePart(String part, Call call) {
    Units.micros(part, call);
    return part;
  }

  static String trunc(Call call) {
    String part = call.part(1);
    return switch (call.kind(0)) {
      case TYPE_DATE ->
          NATIVE.contains(part)
              ? call.fill("CAST(date_trunc('" + part + "', {0}) AS DATE)")
              : Times.date("gs_date_trunc_%s(%s)".formatted(part, Times.days(call.arg(0))));
      case TYPE_DATETIME -> datetimeTrunc(call.arg(0), part);
      case TYPE_TIMESTAMP -> timestampTrunc(call, part);
      case TYPE_TIME ->
          Times.time(
              "gs_floor(epoch_us(%s), %d::BIGINT)"
                  .formatted(call.arg(0), Units.micros(part, call)));
      default -> throw call.refused("over values of type " + call.type(0).typeName());
    };
  }

  private static String datetimeTrunc(String value, String part) {
    return NATIVE.contains(part)
        ? "date_trunc('" + part + "', " + value + ")"
        : "make_timestamp(gs_datetime_trunc_" + part + "(epoch_us(" + value + ")))";
  }

  private static String timestampTrunc(Call call, String part) {
    String zone = call.size() > 2 ? call.arg(2) : "'UTC'";
    if (zone.equals("'UTC'")) {
      return "("
          + datetimeTrunc("(" + call.arg(0) + " AT TIME ZONE 'UTC')", part)
          + " AT TIME ZONE 'UTC')";
    }
    return "make_timestamptz(gs_timestamp_trunc(epoch_us(%s), '%s', %s))"
        .formatted(call.arg(0), part, zone);
  }
}

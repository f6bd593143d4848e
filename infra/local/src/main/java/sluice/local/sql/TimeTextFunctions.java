package sluice.local.sql;

import com.google.zetasql.ZetaSQLType.TypeKind;

/** FORMAT_ and PARSE_ functions of dates and times, and STRING. */
final class TimeTextFunctions {
  private TimeTextFunctions() {}

  static void addTo(Functions all) {
    all.add("format_date", TimeTextFunctions::format);
    all.add("format_datetime", TimeTextFunctions::format);
    all.add("format_timestamp", TimeTextFunctions::format);
    all.add("format_time", "gs_format_time({0}, epoch_us({1}))");
    all.add("parse_date", call -> Times.date(call.call("gs_parse_date")));
    all.add("parse_datetime", call -> "make_timestamp(" + call.call("gs_parse_datetime") + ")");
    all.add("parse_timestamp", TimeTextFunctions::parseTimestamp);
    all.add("parse_time", call -> Times.time(call.call("gs_parse_time")));
    all.add("string", TimeTextFunctions::string);
  }

  private static String format(Call call) {
    return switch (call.kind(1)) {
      case TYPE_DATE -> "gs_format_date(%s, %s)".formatted(call.arg(0), Times.days(call.arg(1)));
      case TYPE_DATETIME -> call.fill("gs_format_datetime({0}, epoch_us({1}))");
      case TYPE_TIMESTAMP ->
          "gs_format_timestamp(%s, epoch_us(%s), %s)"
              .formatted(call.arg(0), call.arg(1), call.size() > 2 ? call.arg(2) : "'UTC'");
      default -> throw call.refused("over values of type " + call.type(1).typeName());
    };
  }

  private static String parseTimestamp(Call call) {
    return "make_timestamptz(gs_parse_timestamp(%s, %s, %s))"
        .formatted(call.arg(0), call.arg(1), call.size() > 2 ? call.arg(2) : "'UTC'");
  }

  private static String string(Call call) {
    return switch (call.kind(0)) {
      case TYPE_JSON -> "gs_json_string(CAST(" + call.arg(0) + " AS VARCHAR))";
      case TYPE_TIMESTAMP ->
          "gs_timestamp_text(epoch_us(%s), %s)"
              .formatted(call.arg(0), call.has(1, TypeKind.TYPE_STRING) ? call.arg(1) : "'UTC'");
      case TYPE_DATE -> "CAST(" + call.arg(0) + " AS VARCHAR)";
      case TYPE_DATETIME -> "gs_datetime_text(epoch_us(" + call.arg(0) + "))";
      case TYPE_TIME -> "gs_time_text(epoch_us(" + call.arg(0) + "))";
      default -> throw call.refused("over values of type " + call.type(0).typeName());
    };
  }
}

package sluice.local.sql;

import com.google.zetasql.ZetaSQLType.TypeKind;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Locale;

/** What DATE, DATETIME, TIME and TIMESTAMP have in common. */
final class DateFunctions {
  private DateFunctions() {}

  static void addTo(Functions all) {
    for (String type : List.of("date", "datetime", "timestamp", "time")) {
      all.add(type + "_add", call -> added(call, ""));
      all.add(type + "_sub", call -> added(call, "0::BIGINT - "));
      all.add(type + "_diff", DateMath::diff);
      all.add(type + "_trunc", DateMath::trunc);
    }
    all.add("$extract", DateFunctions::extract);
    all.add("$extract_date", call -> "CAST(" + local(call, call.size() - 1) + " AS DATE)");
    all.add("$extract_time", call -> "CAST(" + local(call, call.size() - 1) + " AS TIME)");
    all.add("$extract_datetime", call -> local(call, call.size() - 1));
    all.add("date", DateFunctions::date);
    all.add("datetime", DateFunctions::datetime);
    all.add("time", DateFunctions::time);
    all.add("last_day", DateFunctions::lastDay);
    all.add("unix_date", call -> Times.days(call.arg(0)));
    all.add("date_from_unix_date", call -> Times.date("gs_check_date(" + call.arg(0) + ")"));
  }

  private static String added(Call call, String sign) {
    return DateMath.add(call.arg(0), call.kind(0), call.part(2), sign + call.arg(1), call);
  }

  /** The DATETIME of any of them; a TIMESTAMP's in the zone that an argument names. */
  private static String local(Call call, int zone) {
    return switch (call.kind(0)) {
      case TYPE_TIMESTAMP ->
          Times.toDatetime(
              call.arg(0),
              zone > 0 && call.has(zone, TypeKind.TYPE_STRING) ? call.arg(zone) : "'UTC'");
      case TYPE_DATE -> "CAST(" + call.arg(0) + " AS TIMESTAMP)";
      case TYPE_DATETIME -> call.arg(0);
      default -> throw call.refused("over values of type " + call.type(0).typeName());
    };
  }

  private static String extract(Call call) {
    String part = call.part(1);
    if (call.kind(0) == TypeKind.TYPE_TIME) {
      return field("(DATE '1970-01-01' + " + call.arg(0) + ")", part, call);
    }
    if (call.kind(0) == TypeKind.TYPE_INTERVAL) {
      throw call.refused("from an INTERVAL");
    }
    return switch (part) {
      case "DATE" -> "CAST(" + local(call, 2) + " AS DATE)";
      case "TIME" -> "CAST(" + local(call, 2) + " AS TIME)";
      case "DATETIME" -> local(call, 2);
      default ->
          field(call.kind(0) == TypeKind.TYPE_DATE ? call.arg(0) : local(call, 2), part, call);
    };
  }

  private static String field(String value, String part, Call call) {
    return switch (part) {
      case "YEAR", "MONTH", "DAY", "QUARTER", "HOUR", "MINUTE", "SECOND", "ISOYEAR" ->
          "date_part('" + part.toLowerCase(Locale.ROOT) + "', " + value + ")";
      case "DAYOFYEAR" -> "date_part('doy', " + value + ")";
      case "DAYOFWEEK" -> "(date_part('dow', " + value + ") + 1)";
      case "ISOWEEK" -> "date_part('week', " + value + ")";
      case "MILLISECOND" -> "(date_part('microsecond', " + value + ") % 1000000 // 1000)";
      case "MICROSECOND" -> "(date_part('microsecond', " + value + ") % 1000000)";
      default -> week(value, part, call);
    };
  }

  /** Weeks before a year's first such day are week 0. */
  private static String week(String value, String part, Call call) {
    int first =
        switch (part) {
          case "WEEK" -> 0;
          case "WEEK_MONDAY",
              "WEEK_TUESDAY",
              "WEEK_WEDNESDAY",
              "WEEK_THURSDAY",
              "WEEK_FRIDAY",
              "WEEK_SATURDAY" ->
              DayOfWeek.valueOf(part.substring("WEEK_".length())).getValue();
          default -> throw call.refused("of " + part);
        };
    String day = "CAST(" + value + " AS DATE)";
    return "gs_week(%s, %d::BIGINT)".formatted(Times.days(day), first);
  }

  private static String date(Call call) {
    if (call.kind(0) == TypeKind.TYPE_INT64) {
      return Times.date(call.call("gs_date_of"));
    }
    return "CAST(" + local(call, 1) + " AS DATE)";
  }

  private static String datetime(Call call) {
    if (call.kind(0) == TypeKind.TYPE_INT64) {
      return "make_timestamp(" + call.call("gs_datetime_of") + ")";
    }
    if (call.has(1, TypeKind.TYPE_TIME)) {
      return call.fill("({0} + {1})");
    }
    return local(call, 1);
  }

  private static String time(Call call) {
    if (call.kind(0) == TypeKind.TYPE_INT64) {
      return Times.time(call.call("gs_time_of"));
    }
    return "CAST(" + local(call, 1) + " AS TIME)";
  }

  private static String lastDay(Call call) {
    String part = call.size() > 1 ? call.part(1) : "MONTH";
    String day = "CAST(" + call.arg(0) + " AS DATE)";
    return Times.date("gs_last_day_%s(%s)".formatted(part, Times.days(day)));
  }
}

package sluice.local.sql;

import com.google.zetasql.Value;

/** GENERATE_DATE_ARRAY and GENERATE_TIMESTAMP_ARRAY. */
final class GeneratedDates {
  private GeneratedDates() {}

  static String dates(Call call) {
    String part = call.size() > 3 ? call.part(3) : "DAY";
    String step = call.size() > 2 ? call.arg(2) : "1::BIGINT";
    return switch (part) {
      case "DAY" -> byDays(call, "gs_step(" + step + ")");
      case "WEEK" -> byDays(call, "gs_step(7::BIGINT * " + step + ")");
      case "MONTH" -> byMonths(call, 1);
      case "QUARTER" -> byMonths(call, 3);
      case "YEAR" -> byMonths(call, 12);
      default -> throw call.refused("by " + part);
    };
  }

  private static String byDays(Call call, String step) {
    return "list_transform(generate_series(%s, %s, %s), lambda _d: %s)"
        .formatted(Times.days(call.arg(0)), Times.days(call.arg(1)), step, Times.date("_d"));
  }

  /** Each date counts from the first, so that the 31st comes back after a shorter month. */
  private static String byMonths(Call call, int months) {
    long step =
        call.literal(2)
            .filter(value -> !value.isNull())
            .map(Value::getInt64Value)
            .filter(value -> value > 0)
            .orElseThrow(
                () -> call.refused("with a step of months that is not a positive literal"));
    return call.bound(
        each ->
            each.fill(
                "list_filter(list_transform(range(0, greatest(datediff('month', {0}, {1}), -1) // "
                    + step * months
                    + " + 2), lambda _m: "
                    + Times.date(
                        "gs_date_add_MONTH(" + Times.days("{0}") + ", _m * " + step * months + ")")
                    + "), lambda _d: _d <= {1})"));
  }

  static String timestamps(Call call) {
    long unit = Units.micros(call.part(3), call);
    return "list_transform(generate_series(epoch_us(%s), epoch_us(%s), gs_step(%s * %d::BIGINT)), lambda _t: make_timestamptz(_t))"
        .formatted(call.arg(0), call.arg(1), call.arg(2), unit);
  }
}

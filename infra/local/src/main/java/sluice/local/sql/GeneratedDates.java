package sluice.local.sql;

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

  /** Each date counts from the one before, so that a shorter month shortens those that follow. */
  private static String byMonths(Call call, int months) {
    String step = call.size() > 2 ? call.arg(2) : "1::BIGINT";
    return "list_transform(generate_series(CAST(%s AS TIMESTAMP), CAST(%s AS TIMESTAMP), to_months(CAST(gs_step(%s) * %d AS INTEGER))), lambda _d: CAST(_d AS DATE))"
        .formatted(call.arg(0), call.arg(1), step, months);
  }

  static String timestamps(Call call) {
    long unit = Units.micros(call.part(3), call);
    return "list_transform(generate_series(epoch_us(%s), epoch_us(%s), gs_step(%s * %d::BIGINT)), lambda _t: make_timestamptz(_t))"
        .formatted(call.arg(0), call.arg(1), call.arg(2), unit);
  }
}

package sluice.local.sql;

/**
 * Dates and times as numbers and back: days since 1970 for DATE, microseconds for the others. The
 * functions written in Java take and give those numbers.
 */
final class Times {
  private Times() {}

  /** Days since 1970, of a DATE. */
  static String days(String date) {
    return "(" + date + " - DATE '1970-01-01')";
  }

  /** A DATE, of days since 1970. */
  static String date(String days) {
    return "(DATE '1970-01-01' + CAST(" + days + " AS INTEGER))";
  }

  /** A TIME, of microseconds since midnight. */
  static String time(String micros) {
    return "(TIME '00:00:00' + to_microseconds(" + micros + "))";
  }

  /** What clocks of a zone show at a TIMESTAMP; the zone is an expression. */
  static String toDatetime(String timestamp, String zone) {
    return zone.equals("'UTC'")
        ? "(" + timestamp + " AT TIME ZONE 'UTC')"
        : "make_timestamp(gs_to_local(epoch_us(" + timestamp + "), " + zone + "))";
  }

  /** When clocks of a zone show a DATETIME. */
  static String toTimestamp(String datetime, String zone) {
    return zone.equals("'UTC'")
        ? "(" + datetime + " AT TIME ZONE 'UTC')"
        : "make_timestamptz(gs_from_local(epoch_us(" + datetime + "), " + zone + "))";
  }
}

package sluice.local.sql.udf;

import java.time.LocalDate;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates and times as CAST writes and reads them, and the FORMAT_ and PARSE_ functions. */
final class TimeTexts {
  private static final String DATE = "(\\d{1,5})-(\\d{1,2})-(\\d{1,2})";
  private static final String TIME = "(\\d{1,2}):(\\d{1,2}):(\\d{1,2})(?:\\.(\\d{1,9}))?";
  private static final Pattern DATE_TIME =
      Pattern.compile("\\s*" + DATE + "(?:[ Tt]" + TIME + ")?(.*)", Pattern.DOTALL);
  private static final Pattern TIME_ONLY = Pattern.compile("\\s*" + TIME + "\\s*");

  private TimeTexts() {}

  static void addTo(Registrar all) {
    all.add("gs_timestamp_text", "LONG TEXT -> TEXT", a -> timestamp((Long) a[0], (String) a[1]));
    all.add("gs_json_timestamp", "LONG -> TEXT", a -> datetime((Long) a[0], 'T') + "Z");
    all.add("gs_datetime_text", "LONG -> TEXT", a -> datetime((Long) a[0], ' '));
    all.add("gs_time_text", "LONG -> TEXT", a -> time((Long) a[0]));
    all.add("gs_parse_date_text", "TEXT -> LONG", a -> parseDate((String) a[0]));
    all.add("gs_parse_datetime_text", "TEXT -> LONG", a -> parseDatetime((String) a[0]));
    all.add(
        "gs_parse_timestamp_text",
        "TEXT TEXT -> LONG",
        a -> parseTimestamp((String) a[0], (String) a[1]));
    all.add("gs_parse_time_text", "TEXT -> LONG", a -> parseTime((String) a[0]));
    all.add(
        "gs_format_date", "TEXT LONG -> TEXT", a -> TimeFormat.date((String) a[0], (Long) a[1]));
    all.add(
        "gs_format_datetime",
        "TEXT LONG -> TEXT",
        a -> TimeFormat.datetime((String) a[0], (Long) a[1]));
    all.add(
        "gs_format_timestamp",
        "TEXT LONG TEXT -> TEXT",
        a -> TimeFormat.timestamp((String) a[0], (Long) a[1], (String) a[2]));
    all.add(
        "gs_format_time", "TEXT LONG -> TEXT", a -> TimeFormat.time((String) a[0], (Long) a[1]));
    all.add("gs_parse_date", "TEXT TEXT -> LONG", a -> TimeParse.of(a[0], a[1]).days());
    all.add("gs_parse_datetime", "TEXT TEXT -> LONG", a -> TimeParse.of(a[0], a[1]).micros());
    all.add(
        "gs_parse_timestamp",
        "TEXT TEXT TEXT -> LONG",
        a -> TimeParse.of(a[0], a[1]).instant((String) a[2]));
    all.add(
        "gs_parse_time",
        "TEXT TEXT -> LONG",
        a -> Math.floorMod(TimeParse.of(a[0], a[1]).micros(), Clocks.DAY));
  }

  /** Three digits of a fraction, or six, or none. */
  static String time(long micros) {
    long second = Math.floorDiv(micros, 1_000_000L);
    long fraction = Math.floorMod(micros, 1_000_000L);
    String clock =
        String.format(Locale.ROOT, "%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
    if (fraction == 0) {
      return clock;
    }
    return fraction % 1000 == 0
        ? clock + String.format(Locale.ROOT, ".%03d", fraction / 1000)
        : clock + String.format(Locale.ROOT, ".%06d", fraction);
  }

  static String datetime(long micros, char between) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(micros, Clocks.DAY));
    return date.toString() + between + time(Math.floorMod(micros, Clocks.DAY));
  }

  private static String timestamp(long micros, String zone) {
    long local = Clocks.toLocal(micros, zone);
    return datetime(local, ' ') + offset((local - micros) / 1_000_000, false);
  }

  /** {@code +09}, {@code +05:30}. */
  static String offset(long seconds, boolean minutes) {
    long absolute = Math.abs(seconds);
    String hours = String.format(Locale.ROOT, "%s%02d", seconds < 0 ? "-" : "+", absolute / 3600);
    long rest = absolute / 60 % 60;
    return rest == 0 && !minutes ? hours : hours + String.format(Locale.ROOT, ":%02d", rest);
  }

  private static Matcher matched(String text, String type) {
    Matcher matcher = DATE_TIME.matcher(text);
    if (!matcher.matches()) {
      throw invalid(text, type);
    }
    return matcher;
  }

  private static IllegalArgumentException invalid(String text, String type) {
    return new IllegalArgumentException("Invalid " + type + ": '" + text + "'");
  }

  private static long days(Matcher matcher, String text, String type) {
    try {
      return Dates.of(
          Long.parseLong(matcher.group(1)),
          Long.parseLong(matcher.group(2)),
          Long.parseLong(matcher.group(3)));
    } catch (IllegalArgumentException e) {
      throw invalid(text, type);
    }
  }

  private static long clock(Matcher matcher, int group, String text, String type) {
    if (matcher.group(group) == null) {
      return 0;
    }
    long hour = Long.parseLong(matcher.group(group));
    long minute = Long.parseLong(matcher.group(group + 1));
    long second = Long.parseLong(matcher.group(group + 2));
    if (hour > 23 || minute > 59 || second > 59) {
      throw invalid(text, type);
    }
    String fraction = matcher.group(group + 3) == null ? "" : matcher.group(group + 3);
    long micros = Long.parseLong((fraction + "000000").substring(0, 6));
    return ((hour * 60 + minute) * 60 + second) * 1_000_000 + micros;
  }

  private static Long parseDate(String text) {
    Matcher matcher = matched(text, "date");
    if (matcher.group(4) != null || !matcher.group(8).isBlank()) {
      throw invalid(text, "date");
    }
    return days(matcher, text, "date");
  }

  private static Long parseDatetime(String text) {
    Matcher matcher = matched(text, "datetime string");
    if (!matcher.group(8).isBlank()) {
      throw invalid(text, "datetime string");
    }
    return days(matcher, text, "datetime string") * Clocks.DAY
        + clock(matcher, 4, text, "datetime string");
  }

  private static Long parseTimestamp(String text, String zone) {
    Matcher matcher = matched(text, "timestamp");
    String rest = matcher.group(8).strip();
    long local =
        days(matcher, text, "timestamp") * Clocks.DAY + clock(matcher, 4, text, "timestamp");
    if (rest.isEmpty()) {
      return Clocks.fromLocal(local, zone);
    }
    try {
      return Clocks.fromLocal(local, rest.equalsIgnoreCase("z") ? "UTC" : rest);
    } catch (IllegalArgumentException e) {
      throw invalid(text, "timestamp");
    }
  }

  private static Long parseTime(String text) {
    Matcher matcher = TIME_ONLY.matcher(text);
    if (!matcher.matches()) {
      throw invalid(text, "time string");
    }
    return clock(matcher, 1, text, "time string");
  }
}

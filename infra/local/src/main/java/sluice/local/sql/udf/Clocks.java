package sluice.local.sql.udf;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** DATETIME, TIMESTAMP and TIME, as microseconds: since 1970, or since midnight. */
final class Clocks {
  static final long DAY = 86_400_000_000L;
  private static final long FIRST = Dates.FIRST * DAY;
  private static final long LAST = (Dates.LAST + 1) * DAY - 1;
  private static final Pattern OFFSET = Pattern.compile("([+-])(\\d{1,2})(?::?(\\d{2}))?");
  private static final Map<String, ZoneId> ZONES = new ConcurrentHashMap<>();
  private static final Map<String, Long> UNITS =
      Map.of(
          "MICROSECOND", 1L,
          "MILLISECOND", 1_000L,
          "SECOND", 1_000_000L,
          "MINUTE", 60_000_000L,
          "HOUR", 3_600_000_000L);

  private Clocks() {}

  static void addTo(Registrar all) {
    for (String part : Dates.PARTS) {
      all.ofLong("gs_datetime_trunc_" + part, micros -> check(trunc(micros, part)));
      all.ofLongs("gs_datetime_diff_" + part, (a, b) -> Dates.diff(day(a), day(b), part));
    }
    UNITS.forEach(
        (part, unit) -> {
          all.ofLong("gs_datetime_trunc_" + part, micros -> trunc(micros, part));
          all.ofLongs(
              "gs_datetime_diff_" + part,
              (a, b) -> Math.floorDiv(a, unit) - Math.floorDiv(b, unit));
          all.ofLongs("gs_datetime_add_" + part, (micros, n) -> plus(micros, n, unit));
        });
    for (String part : List.of("DAY", "WEEK", "MONTH", "QUARTER", "YEAR")) {
      all.ofLongs(
          "gs_datetime_add_" + part,
          (micros, n) -> Dates.add(day(micros), n, part) * DAY + Math.floorMod(micros, DAY));
    }
    all.add(
        "gs_timestamp_add",
        "LONG LONG LONG -> LONG",
        a -> plus((Long) a[0], (Long) a[1], (Long) a[2]));
    all.add(
        "gs_time_add",
        "LONG LONG LONG -> LONG",
        a -> timePlus((Long) a[0], (Long) a[1], (Long) a[2]));
    all.add("gs_to_local", "LONG TEXT -> LONG", a -> toLocal((Long) a[0], (String) a[1]));
    all.add("gs_from_local", "LONG TEXT -> LONG", a -> fromLocal((Long) a[0], (String) a[1]));
    all.add(
        "gs_timestamp_trunc",
        "LONG TEXT TEXT -> LONG",
        a -> truncIn((Long) a[0], (String) a[1], (String) a[2]));
    all.add("gs_datetime_of", "LONG LONG LONG LONG LONG LONG -> LONG", Clocks::datetimeOf);
    all.add(
        "gs_time_of", "LONG LONG LONG -> LONG", a -> timeOf((Long) a[0], (Long) a[1], (Long) a[2]));
  }

  static long check(long micros) {
    if (micros < FIRST || micros > LAST) {
      throw new ArithmeticException("Timestamp is out of its range, years 1 to 9999");
    }
    return micros;
  }

  private static long day(long micros) {
    return Math.floorDiv(micros, DAY);
  }

  private static long trunc(long micros, String part) {
    Long unit = UNITS.get(part);
    return unit != null ? Math.floorDiv(micros, unit) * unit : Dates.trunc(day(micros), part) * DAY;
  }

  private static long plus(long micros, long n, long unit) {
    try {
      return check(Math.addExact(micros, Math.multiplyExact(n, unit)));
    } catch (ArithmeticException e) {
      throw new ArithmeticException("Adding to a timestamp overflows: " + e.getMessage());
    }
  }

  private static Long timePlus(long micros, long n, long unit) {
    long units = DAY / unit;
    return Math.floorMod(micros + Math.floorMod(n, units) * unit, DAY);
  }

  static ZoneId zone(String name) {
    return ZONES.computeIfAbsent(name, Clocks::parseZone);
  }

  private static ZoneId parseZone(String name) {
    Matcher offset = OFFSET.matcher(name);
    try {
      if (offset.matches()) {
        int sign = offset.group(1).equals("-") ? -1 : 1;
        int minutes = offset.group(3) == null ? 0 : Integer.parseInt(offset.group(3));
        return ZoneOffset.ofHoursMinutes(sign * Integer.parseInt(offset.group(2)), sign * minutes);
      }
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("Invalid time zone: " + name, e);
    }
  }

  static Long toLocal(long micros, String zone) {
    Instant instant = Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L));
    return check(micros + zone(zone).getRules().getOffset(instant).getTotalSeconds() * 1_000_000L);
  }

  /** In a gap the later reading of the clock counts, in an overlap the earlier moment. */
  static Long fromLocal(long micros, String zone) {
    LocalDateTime local =
        LocalDateTime.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), 0, ZoneOffset.UTC);
    int offset = local.atZone(zone(zone)).getOffset().getTotalSeconds();
    if (!zone(zone).getRules().getValidOffsets(local).isEmpty()) {
      return check(micros - offset * 1_000_000L);
    }
    long before = zone(zone).getRules().getTransition(local).getOffsetBefore().getTotalSeconds();
    return check(micros - before * 1_000_000L);
  }

  private static Long truncIn(long micros, String part, String zone) {
    Long unit = UNITS.get(part);
    if (unit != null && unit < 60_000_000L) {
      return Math.floorDiv(micros, unit) * unit;
    }
    if (unit != null) {
      long offset = toLocal(micros, zone) - micros;
      return Math.floorDiv(micros + offset, unit) * unit - offset;
    }
    return fromLocal(trunc(toLocal(micros, zone), part), zone);
  }

  private static Long datetimeOf(Object[] a) {
    return Dates.of((Long) a[0], (Long) a[1], (Long) a[2]) * DAY
        + timeOf((Long) a[3], (Long) a[4], (Long) a[5]);
  }

  private static Long timeOf(long hour, long minute, long second) {
    try {
      return LocalTime.of(Math.toIntExact(hour), Math.toIntExact(minute), Math.toIntExact(second))
              .toNanoOfDay()
          / 1_000;
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "Input calculates to invalid time: %d:%d:%d".formatted(hour, minute, second), e);
    }
  }
}

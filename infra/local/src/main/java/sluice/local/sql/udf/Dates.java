package sluice.local.sql.udf;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.List;

/** DATE, as days since 1970. */
final class Dates {
  static final long FIRST = LocalDate.of(1, 1, 1).toEpochDay();
  static final long LAST = LocalDate.of(9999, 12, 31).toEpochDay();
  static final List<String> PARTS =
      List.of(
          "DAY",
          "WEEK",
          "WEEK_MONDAY",
          "WEEK_TUESDAY",
          "WEEK_WEDNESDAY",
          "WEEK_THURSDAY",
          "WEEK_FRIDAY",
          "WEEK_SATURDAY",
          "ISOWEEK",
          "MONTH",
          "QUARTER",
          "YEAR",
          "ISOYEAR");

  private Dates() {}

  static void addTo(Registrar all) {
    for (String part : PARTS) {
      all.ofLong("gs_date_trunc_" + part, day -> check(trunc(day, part)));
      all.ofLongs("gs_date_diff_" + part, (a, b) -> diff(a, b, part));
      all.ofLong("gs_last_day_" + part, day -> check(lastDay(day, part)));
    }
    for (String part : List.of("DAY", "WEEK", "MONTH", "QUARTER", "YEAR")) {
      all.ofLongs("gs_date_add_" + part, (day, n) -> add(day, n, part));
    }
    all.ofLongs("gs_week", Dates::week);
    all.ofLong("gs_check_date", Dates::check);
    all.add("gs_date_of", "LONG LONG LONG -> LONG", a -> of((Long) a[0], (Long) a[1], (Long) a[2]));
  }

  static long check(long day) {
    if (day < FIRST || day > LAST) {
      throw new ArithmeticException("Date is out of its range, 0001-01-01 to 9999-12-31");
    }
    return day;
  }

  static Long of(long year, long month, long day) {
    try {
      return check(
          LocalDate.of(Math.toIntExact(year), Math.toIntExact(month), Math.toIntExact(day))
              .toEpochDay());
    } catch (java.time.DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "Input calculates to invalid date: %d-%d-%d".formatted(year, month, day), e);
    }
  }

  static long trunc(long day, String part) {
    LocalDate date = LocalDate.ofEpochDay(day);
    return switch (part) {
      case "DAY" -> day;
      case "MONTH" -> date.withDayOfMonth(1).toEpochDay();
      case "QUARTER" -> date.with(IsoFields.DAY_OF_QUARTER, 1).toEpochDay();
      case "YEAR" -> date.withDayOfYear(1).toEpochDay();
      case "ISOYEAR" -> isoYearStart(date.get(IsoFields.WEEK_BASED_YEAR)).toEpochDay();
      default -> date.with(TemporalAdjusters.previousOrSame(weekStart(part))).toEpochDay();
    };
  }

  private static LocalDate isoYearStart(int year) {
    return LocalDate.of(year, 1, 4).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  static DayOfWeek weekStart(String part) {
    return switch (part) {
      case "WEEK" -> DayOfWeek.SUNDAY;
      case "ISOWEEK" -> DayOfWeek.MONDAY;
      default -> DayOfWeek.valueOf(part.substring("WEEK_".length()));
    };
  }

  /** How many times the part begins after the second up to the first. */
  static long diff(long left, long right, String part) {
    LocalDate a = LocalDate.ofEpochDay(left);
    LocalDate b = LocalDate.ofEpochDay(right);
    long months = (a.getYear() - b.getYear()) * 12L + a.getMonthValue() - b.getMonthValue();
    return switch (part) {
      case "DAY" -> left - right;
      case "MONTH" -> months;
      case "QUARTER" ->
          (a.getYear() - b.getYear()) * 4L
              + a.get(IsoFields.QUARTER_OF_YEAR)
              - b.get(IsoFields.QUARTER_OF_YEAR);
      case "YEAR" -> a.getYear() - b.getYear();
      case "ISOYEAR" -> a.get(IsoFields.WEEK_BASED_YEAR) - b.get(IsoFields.WEEK_BASED_YEAR);
      default -> (trunc(left, part) - trunc(right, part)) / 7;
    };
  }

  static long add(long day, long n, String part) {
    LocalDate date = LocalDate.ofEpochDay(day);
    try {
      return check(
          switch (part) {
            case "DAY" -> Math.addExact(day, n);
            case "WEEK" -> Math.addExact(day, Math.multiplyExact(7, n));
            case "MONTH" -> date.plusMonths(n).toEpochDay();
            case "QUARTER" -> date.plusMonths(Math.multiplyExact(3, n)).toEpochDay();
            default -> date.plusYears(n).toEpochDay();
          });
    } catch (java.time.DateTimeException | ArithmeticException e) {
      throw new ArithmeticException(
          "Adding %d %s to date %s causes overflow".formatted(n, part, date));
    }
  }

  private static long lastDay(long day, String part) {
    long start = trunc(day, part);
    LocalDate date = LocalDate.ofEpochDay(start);
    return switch (part) {
      case "MONTH" -> date.plusMonths(1).toEpochDay() - 1;
      case "QUARTER" -> date.plusMonths(3).toEpochDay() - 1;
      case "YEAR" -> date.plusYears(1).toEpochDay() - 1;
      case "ISOYEAR" ->
          isoYearStart(LocalDate.ofEpochDay(start + 7).get(IsoFields.WEEK_BASED_YEAR) + 1)
                  .toEpochDay()
              - 1;
      case "DAY" -> day;
      default -> start + 6;
    };
  }

  /** The week of the year; days before the first such weekday (Sunday is 0) are in week 0. */
  private static long week(long day, long firstDay) {
    LocalDate date = LocalDate.ofEpochDay(day);
    int sinceStart = Math.floorMod(date.getDayOfWeek().getValue() - (int) firstDay, 7);
    return (date.getDayOfYear() + 6L - sinceStart) / 7;
  }
}

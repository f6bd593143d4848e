package sluice.company;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * When things happen: a span of days in Tokyo with busy weekends, a busy December, slow growth, and
 * opening hours. It turns a share of the whole into a moment, so that rows come in order of time.
 */
final class Season {
  static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  /** The first day of which there are orders. */
  static final LocalDate FIRST_DAY = LocalDate.of(2025, 1, 1);

  /** The moment the generated rows tell of: what comes later has not happened yet. */
  static final Instant NOW = LocalDate.of(2026, 1, 1).atStartOfDay(TOKYO).toInstant();

  /** How busy each hour of a day is, from midnight. */
  private static final double[] HOURS = {
    1, .5, .3, .2, .2, .4, 1, 2, 3, 4, 6, 7, 8, 7, 6, 6, 7, 8, 9, 9, 8, 6, 4, 2
  };

  private final LocalDate first;
  private final double[] daysBefore;
  private final double[] hoursBefore = summed(HOURS);

  Season(LocalDate first, int days) {
    this.first = first;
    double[] weights = new double[days];
    for (int day = 0; day < days; day++) {
      weights[day] = weight(first.plusDays(day), day / (double) days);
    }
    this.daysBefore = summed(weights);
  }

  /** The moment by which that share, from 0 to 1, has happened. */
  Instant at(double share) {
    double day = position(daysBefore, share);
    double hour = position(hoursBefore, day - Math.floor(day));
    return first
        .plusDays((long) day)
        .atStartOfDay(TOKYO)
        .toInstant()
        .plus((long) (hour * 3_600_000_000L), ChronoUnit.MICROS);
  }

  private static double weight(LocalDate date, double passed) {
    boolean weekend =
        date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
    return (1 + 0.4 * passed) * (weekend ? 1.4 : 1) * (date.getMonthValue() == 12 ? 1.5 : 1);
  }

  /** Running totals, from 0 to 1. */
  private static double[] summed(double[] weights) {
    double[] before = new double[weights.length + 1];
    for (int i = 0; i < weights.length; i++) {
      before[i + 1] = before[i] + weights[i];
    }
    double total = before[weights.length];
    for (int i = 0; i < before.length; i++) {
      before[i] /= total;
    }
    return before;
  }

  /** Where a share falls: the number of the interval, and how far into it. */
  private static double position(double[] before, double share) {
    int low = 0;
    int high = before.length - 1;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (before[middle] <= share) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double within = (share - before[low]) / (before[low + 1] - before[low]);
    return low + Math.min(Math.max(within, 0), 0.999_999);
  }
}

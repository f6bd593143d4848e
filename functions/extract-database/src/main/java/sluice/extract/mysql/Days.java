package sluice.extract.mysql;

import org.jspecify.annotations.Nullable;
import sluice.extract.database.Loss;

/** The calendar, by which MySQL's days are not bound. */
final class Days {
  private static final int[] LENGTHS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  /** Days from 0000-03-01 to 1970-01-01. */
  private static final int EPOCH = 719_468;

  private static final int DAYS_IN_400_YEARS = 146_097;

  private Days() {}

  /** What is wrong with a day, if BigQuery has none like it. */
  static @Nullable Loss problem(int year, int month, int day) {
    if (month == 0 || day == 0) {
      return Loss.ZERO_DATE;
    }
    if (year < 1 || year > 9999) {
      return Loss.OUT_OF_RANGE;
    }
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    int last = LENGTHS[month - 1] + (month == 2 && leap ? 1 : 0);
    return day > last ? Loss.NO_SUCH_DAY : null;
  }

  /**
   * Days since 1970-01-01.
   *
   * @see <a href="https://howardhinnant.github.io/date_algorithms.html#days_from_civil">The
   *     algorithm</a>: years begin in March, so that the leap day is a year's last
   */
  static int sinceEpoch(int year, int month, int day) {
    int fromMarch = month > 2 ? year : year - 1;
    int era = fromMarch / 400;
    int yearOfEra = fromMarch - era * 400;
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * DAYS_IN_400_YEARS + dayOfEra - EPOCH;
  }
}

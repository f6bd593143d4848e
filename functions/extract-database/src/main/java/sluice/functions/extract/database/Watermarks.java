package sluice.functions.extract.database;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.BiFunction;

/** Watermarks are a cursor's text: a time with or without a zone, a day, or anything else. */
final class Watermarks {

  private static final List<BiFunction<String, Duration, String>> TIMES =
      List.of(
          (text, back) -> Instant.parse(text).minus(back).toString(),
          (text, back) -> LocalDateTime.parse(text).minus(back).toString(),
          (text, back) -> LocalDate.parse(text).minusDays(days(back)).toString());

  private Watermarks() {}

  /**
   * The watermark that much earlier; a day's is moved by whole days, and one that is no time is not
   * moved.
   */
  static String minus(String watermark, Duration back) {
    for (BiFunction<String, Duration, String> time : TIMES) {
      try {
        return time.apply(watermark, back);
      } catch (DateTimeParseException notThatKind) {
        // The next kind, then.
      }
    }
    return watermark;
  }

  private static long days(Duration duration) {
    return duration.plus(Duration.ofDays(1)).minusNanos(1).toDays();
  }
}

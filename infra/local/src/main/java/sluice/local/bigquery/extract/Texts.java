package sluice.local.bigquery.extract;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Base64;
import java.util.Locale;

/** Scalars as extracted text files write them. */
final class Texts {

  private static final DateTimeFormatter CLOCK =
      new DateTimeFormatterBuilder()
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
          .toFormatter(Locale.ROOT);

  private Texts() {}

  static String of(Object value) {
    if (value instanceof OffsetDateTime moment) {
      LocalDateTime utc = moment.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
      return utc.toLocalDate() + " " + CLOCK.format(utc) + " UTC";
    }
    if (value instanceof LocalDateTime moment) {
      return moment.toLocalDate() + "T" + CLOCK.format(moment);
    }
    if (value instanceof LocalTime time) {
      return CLOCK.format(time);
    }
    if (value instanceof BigDecimal number) {
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    return value.toString();
  }
}

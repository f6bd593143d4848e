package sluice.extract.database;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.Temporal;
import sluice.RejectedException;

/** How the values of a cursor relate to time. */
enum CursorKind {
  INSTANT {
    @Override
    String at(Instant moment, ZoneId clock) {
      return moment.toString();
    }

    @Override
    Temporal parse(String text) {
      return Instant.parse(text);
    }
  },
  WALL_CLOCK {
    @Override
    String at(Instant moment, ZoneId clock) {
      return moment.atZone(clock).toLocalDateTime().toString();
    }

    @Override
    Temporal parse(String text) {
      return LocalDateTime.parse(text);
    }
  },
  DAY {
    /** The last day that is over: a day under way may yet get rows. */
    @Override
    String at(Instant moment, ZoneId clock) {
      return moment.atZone(clock).toLocalDate().minusDays(1).toString();
    }

    @Override
    Temporal parse(String text) {
      return LocalDate.parse(text);
    }

    @Override
    Temporal minus(Temporal value, Duration overlap) {
      boolean whole = overlap.equals(Duration.ofDays(overlap.toDays()));
      return LocalDate.from(value).minusDays(overlap.toDays() + (whole ? 0 : 1));
    }
  },
  OTHER {
    @Override
    String at(Instant moment, ZoneId clock) {
      throw new IllegalStateException("the cursor is not a time");
    }

    @Override
    Temporal parse(String text) {
      throw new IllegalStateException("the cursor is not a time");
    }
  };

  static CursorKind of(SourceColumn cursor) {
    if (cursor.resolved().isArray()) {
      return OTHER;
    }
    return switch (cursor.resolved().name()) {
      case "timestamptz" -> INSTANT;
      case "timestamp" -> WALL_CLOCK;
      case "date" -> DAY;
      default -> OTHER;
    };
  }

  /** The last value that is complete at that moment. */
  abstract String at(Instant moment, ZoneId clock);

  abstract Temporal parse(String text);

  Temporal minus(Temporal value, Duration overlap) {
    return value.minus(overlap);
  }

  /** A value by that much earlier; a whole number of days, rounded up, for a day. */
  String behind(String value, Duration overlap) {
    return this == OTHER ? value : minus(read(value), overlap).toString();
  }

  /** Whether a value follows another; of values that are not times, whether it differs. */
  boolean isAfter(String value, String other) {
    return this == OTHER
        ? !value.equals(other)
        : Duration.between(start(read(other)), start(read(value))).compareTo(Duration.ZERO) > 0;
  }

  private Temporal read(String value) {
    try {
      return parse(value);
    } catch (DateTimeException malformed) {
      throw new RejectedException(
          "The watermark '%s' is not a time as ISO 8601 writes it. Correct it.".formatted(value),
          malformed);
    }
  }

  /** Days have no seconds that a duration could count. */
  private static Temporal start(Temporal value) {
    return value instanceof LocalDate day ? day.atStartOfDay() : value;
  }
}

package sluice.extract.database;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.time.zone.ZoneOffsetTransition;
import sluice.RejectedException;

/** How the values of a cursor relate to time. Values are texts as ISO 8601 writes them. */
public enum CursorKind {
  /** A point in time. */
  INSTANT {
    @Override
    Temporal last(Instant moment, ZoneId zone) {
      return moment;
    }

    @Override
    Temporal parse(String text) {
      return Instant.parse(text);
    }
  },
  /** What a clock on the wall shows, in a zone that the column does not say. */
  WALL_CLOCK {
    /**
     * What a clock shows it may show again when it is put back: until it is past that, only what it
     * will not show again is complete.
     */
    @Override
    Temporal last(Instant moment, ZoneId zone) {
      LocalDateTime shown = moment.atZone(zone).toLocalDateTime();
      ZoneOffsetTransition next = zone.getRules().nextTransition(moment);
      boolean again = next != null && next.isOverlap() && !next.getDateTimeAfter().isAfter(shown);
      return again ? next.getDateTimeAfter().minus(1, ChronoUnit.MICROS) : shown;
    }

    @Override
    Temporal parse(String text) {
      return LocalDateTime.parse(text);
    }
  },
  /** A day. */
  DAY {
    /** The last day that is over: a day under way may yet get rows. */
    @Override
    Temporal last(Instant moment, ZoneId zone) {
      return LocalDateTime.from(WALL_CLOCK.last(moment, zone)).toLocalDate().minusDays(1);
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

    @Override
    Temporal before(Temporal value) {
      return LocalDate.from(value).minusDays(1);
    }
  };

  /** The last value that is complete at that moment, by clocks of that zone. */
  public String at(Instant moment, ZoneId zone) {
    return last(moment, zone).toString();
  }

  /** A value by that much earlier; a whole number of days, rounded up, for a day. */
  public String behind(String value, Duration overlap) {
    return minus(read(value), overlap).toString();
  }

  /** The last value before another. */
  public String before(String value) {
    return before(read(value)).toString();
  }

  /** Whether a value follows another. */
  public boolean isAfter(String value, String other) {
    return Duration.between(start(read(other)), start(read(value))).compareTo(Duration.ZERO) > 0;
  }

  abstract Temporal last(Instant moment, ZoneId zone);

  abstract Temporal parse(String text);

  Temporal minus(Temporal value, Duration overlap) {
    return value.minus(overlap);
  }

  Temporal before(Temporal value) {
    return value.minus(1, ChronoUnit.MICROS);
  }

  private Temporal read(String value) {
    try {
      return parse(value);
    } catch (DateTimeException malformed) {
      throw new RejectedException(
          "'%s' is not a value of the cursor as ISO 8601 writes it. Write it like %s."
              .formatted(value, at(Instant.parse("2026-01-31T15:00:00Z"), ZoneId.of("UTC"))),
          malformed);
    }
  }

  /** Days have no seconds that a duration could count. */
  private static Temporal start(Temporal value) {
    return value instanceof LocalDate day ? day.atStartOfDay() : value;
  }
}

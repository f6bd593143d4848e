package sluice.company;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;

/**
 * A visit that somebody reserved.
 *
 * @param starts by the venue's clock
 * @param deposit yen
 * @param reminded whether a reminder is sent on its {@link #eve}
 */
record Visit(LocalDateTime starts, Instant booked, Optional<Integer> deposit, boolean reminded) {

  /** On the day of that moment, at a full or half hour at which venues are open. */
  static Visit at(Instant moment, Dice dice) {
    LocalDateTime starts =
        LocalDateTime.ofInstant(moment, Season.TOKYO)
            .withMinute(30 * dice.below(2))
            .withSecond(0)
            .withNano(0)
            .withHour(dice.between(11, 20));
    Instant start = starts.atZone(Season.TOKYO).toInstant();
    Instant booked = start.minusSeconds(3_600L + dice.skewedBelow(60 * 86_400));
    if (!booked.isBefore(Season.NOW)) {
      booked = Season.NOW.minusSeconds(dice.between(60, 90_000));
    }
    Optional<Integer> deposit =
        dice.chance(0.3) ? Optional.of(500 * dice.between(1, 10)) : Optional.empty();
    boolean reminded = start.minus(Duration.ofDays(1)).isAfter(booked) && dice.chance(0.7);
    return new Visit(starts, booked, deposit, reminded);
  }

  Instant start() {
    return starts.atZone(Season.TOKYO).toInstant();
  }

  /** A day before. */
  Instant eve() {
    return start().minus(Duration.ofDays(1));
  }

  /** Some time after it was booked and before it begins. */
  Instant beforeIt(Dice dice) {
    Instant latest = start().isAfter(Season.NOW) ? Season.NOW : start();
    return booked.plusSeconds((long) (Duration.between(booked, latest).toSeconds() * dice.share()));
  }

  /**
   * The reservation's status. Whoever paid ahead comes; whoever was reminded forgets less often.
   */
  String end(boolean cancelled, Dice dice) {
    if (cancelled) {
      return "cancelled";
    } else if (!start().isBefore(Season.NOW)) {
      return "booked";
    }
    double absence = deposit.isPresent() ? 0.01 : reminded ? 0.04 : 0.09;
    return dice.chance(absence) ? "no_show" : "visited";
  }
}

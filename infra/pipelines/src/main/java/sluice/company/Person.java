package sluice.company;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Someone the shared identity platform knows; the same number is the same person everywhere. */
record Person(
    UUID identity,
    Words.Name family,
    Words.Name given,
    Optional<String> email,
    String phone,
    Optional<LocalDate> birthDate,
    String prefecture,
    String address) {

  static Person number(long seed, long number) {
    Dice dice = Dice.of(seed, "person", number);
    UUID identity = dice.uuid();
    Words.Place place = Words.PLACES.get(dice.skewedBelow(Words.PLACES.size()));
    return new Person(
        identity,
        dice.oneOf(Words.FAMILY_NAMES),
        dice.oneOf(Words.GIVEN_NAMES),
        dice.chance(0.92) ? Optional.of(email(identity, dice)) : Optional.empty(),
        "0%d0-%04d-%04d".formatted(dice.between(7, 9), dice.below(10_000), dice.below(10_000)),
        dice.chance(0.7)
            ? Optional.of(LocalDate.of(1945, 1, 1).plusDays(dice.below(23_000)))
            : Optional.empty(),
        place.prefecture(),
        street(place, dice));
  }

  static String street(Words.Place place, Dice dice) {
    return "%s%s%d-%d-%d"
        .formatted(
            place.prefecture(),
            dice.oneOf(place.cities()),
            dice.between(1, 9),
            dice.between(1, 27),
            dice.between(1, 41));
  }

  private static String email(UUID identity, Dice dice) {
    String domain = dice.chance(0.5) ? "example.jp" : "example.com";
    String local = identity.toString().substring(0, 13).replace("-", ".");
    // Some people shout: addresses that differ only in case are one address.
    return dice.chance(0.05)
        ? (local + "@" + domain).toUpperCase(Locale.ROOT)
        : local + "@" + domain;
  }
}

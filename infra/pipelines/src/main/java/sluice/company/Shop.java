package sluice.company;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;

/** A shop, as every service knows it. */
record Shop(
    int id,
    String code,
    String name,
    String kind,
    Words.Place place,
    String address,
    Optional<LocalTime> opensAt,
    Optional<LocalTime> closesAt,
    LocalDate openedOn,
    List<String> paymentMethods) {

  static Shop number(long seed, int id) {
    Dice dice = Dice.of(seed, "shop", id);
    Words.Place place = Words.PLACES.get((id - 1) % Words.PLACES.size());
    boolean online = id % 5 == 2;
    String town = place.cities().get((id - 1) / Words.PLACES.size() % place.cities().size());
    return new Shop(
        id,
        "%s%03d".formatted(place.code(), id),
        online
            ? "オンライン店 %s便".formatted(place.prefecture())
            : "%s店%s".formatted(town, id % 7 == 3 ? " \"本館\", 1階" : ""),
        online ? "online" : id % 9 == 4 ? "outlet" : "store",
        place,
        Person.street(place, dice),
        online ? Optional.empty() : Optional.of(LocalTime.of(dice.between(7, 10), 30)),
        online ? Optional.empty() : Optional.of(LocalTime.of(dice.between(19, 22), 0)),
        LocalDate.of(2012, 4, 1).plusDays(dice.below(4_000)),
        online ? List.of("card", "wallet", "コンビニ払い") : List.of("cash", "card", "交通系IC"));
  }

  boolean online() {
    return kind.equals("online");
  }

  /** Every second shop that people can walk into has a restaurant. */
  boolean hasVenue() {
    return !online() && id % 2 == 1;
  }
}

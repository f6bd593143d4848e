package sluice.company;

import com.google.gson.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the reservation service's rows. */
final class ReservationRows {
  private static final List<String> COURSES = List.of("ランチ", "アフタヌーンティー", "会席\"松\"", "会席\"竹\"");

  /** A month beyond {@link Season#NOW}: what lies there is booked and has not happened. */
  private static final Season VISITS = new Season(Season.FIRST_DAY, 395);

  private final long seed;
  private final CompanySize size;
  private final List<Shop> venues = new ArrayList<>();

  private final CopyRows reservations =
      new CopyRows(
          "reservations",
          "id, venue_id, member_id, status, party_size, starts_at, stay, courses, deposit,"
              + " budget_per_head, request, booked_at, cancelled_at, updated_at");
  private final CopyRows events =
      new CopyRows(
          "reservation_events", "id, reservation_id, kind, happened_at, detail, recorded_at");
  private final CopyRows reviews =
      new CopyRows(
          "reviews", "id, reservation_id, rating, wait_minutes, comment, posted_at, updated_at");
  private long lastEvent;

  ReservationRows(long seed, CompanySize size) {
    this.seed = seed;
    this.size = size;
    for (int id = 1; id <= size.shops(); id++) {
      Shop shop = Shop.number(seed, id);
      if (shop.hasVenue()) {
        venues.add(shop);
      }
    }
  }

  void send(Connection connection) throws SQLException {
    venues().send(connection);
    members().send(connection);
    for (int id = 1; id <= size.reservations(); id++) {
      reservation(id);
      if (id % 2_000 == 0 || id == size.reservations()) {
        reservations.send(connection);
        events.send(connection);
        reviews.send(connection);
      }
    }
  }

  private CopyRows venues() {
    CopyRows rows =
        new CopyRows(
            "venues", "id, shop_code, name, seats, opens_at, closes_at, closed_weekdays, profile");
    int id = 0;
    for (Shop shop : venues) {
      rows.add(
          ++id,
          shop.code(),
          "レストラン " + shop.name(),
          20 + 4 * (id % 9),
          "11:00",
          "22:00",
          id % 3 == 0 ? List.of() : List.of(1 + id % 5),
          id % 4 == 0
              ? Optional.empty()
              : Optional.of("{\"wifi\": %b, \"席\": [\"窓側\", \"個室\"]}".formatted(id % 2 == 0)));
    }
    return rows;
  }

  /** Three of five members have an account in the web shop too: the same person, linked or not. */
  private CopyRows members() {
    CopyRows rows =
        new CopyRows(
            "members",
            "id, identity_id, name, email, allergies, joined_at, withdrawn_at, updated_at");
    for (int id = 1; id <= size.members(); id++) {
      Dice dice = Dice.of(seed, "member", id);
      Person person = Person.number(seed, id % 5 < 3 ? 2L * id : size.customers() + (long) id);
      Instant joined =
          OrderMaker.FIRST_CUSTOMER.plusMillis(
              (long) (Duration.ofDays(1_090).toMillis() * (id / (size.members() + 1.0))));
      Optional<Instant> withdrawn =
          dice.chance(0.03)
              ? Optional.of(joined.plusSeconds(dice.below(400_000)))
              : Optional.empty();
      rows.add(
          id,
          dice.chance(0.95) ? Optional.of(person.identity()) : Optional.empty(),
          person.family().written() + " " + person.given().written(),
          person.email(),
          dice.chance(0.5)
              ? Optional.of(dice.chance(0.8) ? List.of() : List.of("卵", "そば"))
              : Optional.empty(),
          joined,
          withdrawn,
          withdrawn.orElse(joined));
    }
    return rows;
  }

  private void reservation(int id) {
    Dice dice = Dice.of(seed, "reservation", id);
    Visit visit = Visit.at(VISITS.at((id - 0.5) / size.reservations()), dice);
    event(id, "booked", visit.booked(), detail("by", "member"));
    if (dice.chance(0.1)) {
      event(id, "changed", visit.beforeIt(dice), detail("party_size", "+1"));
    }
    boolean cancelled = dice.chance(0.12);
    if (visit.reminded() && !cancelled && visit.eve().isBefore(Season.NOW)) {
      event(id, "reminded", visit.eve(), Optional.empty());
    }
    String status = visit.end(cancelled, dice);
    Instant ended =
        switch (status) {
          case "cancelled" -> visit.beforeIt(dice);
          case "booked" -> visit.booked();
          default -> visit.start().plusSeconds(900);
        };
    if (cancelled) {
      event(id, status, ended, detail("by", "staff"));
    } else if (!status.equals("booked")) {
      event(id, status, ended, Optional.empty());
    }
    add(id, visit, status, ended, dice);
    if (status.equals("visited") && dice.chance(0.12)) {
      review(id, visit.start().plusSeconds(dice.between(7_200, 600_000)), dice);
    }
  }

  private void add(int id, Visit visit, String status, Instant ended, Dice dice) {
    reservations.add(
        id,
        1 + dice.skewedBelow(venues.size()),
        1 + dice.skewedBelow(size.members()),
        status,
        1 + dice.below(3) + dice.below(4),
        visit.starts(),
        "%d minutes".formatted(dice.between(3, 6) * 30),
        dice.chance(0.4) ? List.of() : List.of(dice.oneOf(COURSES)),
        visit.deposit(),
        dice.chance(0.5) ? Optional.of(dice.between(2_000, 18_000) + ".50") : Optional.empty(),
        dice.chance(0.2) ? Optional.of(dice.oneOf(Words.REQUESTS)) : Optional.empty(),
        visit.booked(),
        status.equals("cancelled") ? Optional.of(ended) : Optional.empty(),
        ended);
  }

  private void review(int reservation, Instant posted, Dice dice) {
    reviews.add(
        dice.uuid(),
        reservation,
        Math.min(5, 1 + dice.below(5) + dice.below(3)),
        dice.chance(0.6) ? Optional.of(dice.below(400) / 8.0) : Optional.empty(),
        dice.chance(0.8) ? Optional.of(dice.oneOf(Words.REVIEWS)) : Optional.empty(),
        posted,
        posted);
  }

  private void event(int reservation, String kind, Instant at, Optional<JsonObject> detail) {
    events.add(++lastEvent, reservation, kind, at, detail, at);
  }

  private static Optional<JsonObject> detail(String key, String value) {
    JsonObject detail = new JsonObject();
    detail.addProperty(key, value);
    return Optional.of(detail);
  }
}

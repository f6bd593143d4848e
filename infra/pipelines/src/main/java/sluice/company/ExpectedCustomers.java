package sluice.company;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Joins what people bought with where they went. */
final class ExpectedCustomers {
  private ExpectedCustomers() {}

  /**
   * @param purchases rows of {@code expected/purchases.sql}
   * @param visits rows of {@code expected/visits.sql}
   */
  static List<@Nullable Object[]> of(
      List<@Nullable Object[]> purchases, List<@Nullable Object[]> visits) {
    Map<Object, @Nullable Object[]> visitsOf = new HashMap<>();
    visits.forEach(visit -> visitsOf.put(some(visit[0]), visit));
    List<@Nullable Object[]> people = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    for (@Nullable Object[] purchase : purchases) {
      Optional<@Nullable Object[]> visit = Optional.ofNullable(visitsOf.get(some(purchase[0])));
      seen.add(some(purchase[0]));
      if (count(purchase[2]) > 0 || visit.isPresent()) {
        people.add(person(purchase, visit));
      }
    }
    for (@Nullable Object[] visit : visits) {
      if (!seen.contains(some(visit[0]))) {
        people.add(
            person(
                new @Nullable Object[] {visit[0], null, 0L, BigDecimal.ZERO, null, null},
                Optional.of(visit)));
      }
    }
    return people;
  }

  private static @Nullable Object[] person(
      @Nullable Object[] purchase, Optional<@Nullable Object[]> visit) {
    long orders = count(purchase[2]);
    long visited = visit.map(row -> count(row[1])).orElse(0L);
    List<LocalDate> days = new ArrayList<>();
    if (orders > 0) {
      days.add((LocalDate) some(purchase[4]));
      days.add((LocalDate) some(purchase[5]));
    }
    visit.ifPresent(row -> days.add((LocalDate) some(row[4])));
    visit.ifPresent(row -> days.add((LocalDate) some(row[5])));
    days.sort(null);
    return new @Nullable Object[] {
      purchase[0],
      visit.isEmpty() ? "ec" : orders == 0 ? "reservations" : "both",
      purchase[1],
      orders,
      purchase[3],
      visited,
      visit.map(row -> count(row[2])).orElse(0L),
      visit.map(row -> row[3]).orElse(null),
      days.get(0),
      days.get(days.size() - 1),
      orders + visited >= 3 ? "loyal" : orders + visited == 2 ? "returning" : "new"
    };
  }

  private static Object some(@Nullable Object value) {
    return Objects.requireNonNull(value);
  }

  private static long count(@Nullable Object value) {
    return (Long) some(value);
  }
}

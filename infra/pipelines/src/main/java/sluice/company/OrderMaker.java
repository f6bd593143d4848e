package sluice.company;

import static java.time.temporal.ChronoUnit.DAYS;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes up orders; the same number and moment make the same order. */
final class OrderMaker {
  /** Customers register evenly from this day to {@link Season#NOW}, in order of their ids. */
  static final Instant FIRST_CUSTOMER =
      LocalDate.of(2023, 1, 1).atStartOfDay(Season.TOKYO).toInstant();

  private static final List<String> CHANNELS = List.of("web", "app", "store");
  private static final List<String> CAMPAIGNS =
      List.of("newsletter", "検索広告", "spring/2025", "LINE");
  private static final List<String> REASONS =
      List.of("damaged", "wrong_item", "late", "changed_mind", "other");

  private final long seed;
  private final Catalogue catalogue;

  OrderMaker(long seed, Catalogue catalogue) {
    this.seed = seed;
    this.catalogue = catalogue;
  }

  /**
   * @param now the moment the row is seen: what would come later has not happened
   */
  Order make(long id, Instant orderedAt, Instant now) {
    Dice dice = Dice.of(seed, "order", id);
    Shop shop = catalogue.shops().get(dice.skewedBelow(catalogue.shops().size()));
    Optional<Long> customer = customer(orderedAt, dice);
    LocalDateTime local = LocalDateTime.ofInstant(orderedAt, Season.TOKYO);
    Order.Bill bill = bill(shop, local.toLocalDate(), dice);
    boolean delivered = shop.online() && dice.chance(0.6);
    return new Order(
        id,
        dice.uuid(),
        shop.id(),
        customer,
        bill,
        dice.chance(0.06),
        orderedAt,
        fate(bill, orderedAt, now, dice),
        delivered
            ? Optional.of(local.toLocalDate().plusDays(dice.between(2, 9)))
            : Optional.empty(),
        delivered && dice.chance(0.7)
            ? Optional.of(LocalTime.of(dice.between(4, 10) * 2, 0))
            : Optional.empty(),
        shop.online() ? Optional.empty() : Optional.of(local.plusSeconds(dice.between(-90, 200))),
        dice.chance(0.15) ? Optional.of(dice.oneOf(Words.ORDER_NOTES)) : Optional.empty(),
        attributes(shop, dice));
  }

  /** A guest, someone new, or one of those who come again and again. */
  private Optional<Long> customer(Instant orderedAt, Dice dice) {
    if (dice.chance(0.1)) {
      return Optional.empty();
    }
    double passed =
        DAYS.between(FIRST_CUSTOMER, orderedAt) / (double) DAYS.between(FIRST_CUSTOMER, Season.NOW);
    int registered = (int) Math.max(1, Math.min(passed, 1) * catalogue.customers());
    int chosen =
        dice.chance(0.45)
            ? registered - dice.skewedBelow(Math.max(registered / 6, 1))
            : 1 + dice.skewedBelow(registered);
    return Optional.of((long) chosen);
  }

  private Order.Bill bill(Shop shop, LocalDate day, Dice dice) {
    List<Order.Line> lines = new ArrayList<>();
    int count = 1 + dice.below(2) + dice.below(3);
    for (int i = 0; i < count; i++) {
      Product product = catalogue.products().get(dice.skewedBelow(catalogue.products().size()));
      long grams = product.soldByWeight() ? dice.between(80, 2_400) : 1_000L * dice.between(1, 3);
      lines.add(new Order.Line(product, grams));
    }
    Optional<Coupon> coupon =
        dice.chance(0.25)
            ? Optional.of(dice.oneOf(Coupon.ALL)).filter(chosen -> chosen.validOn(day))
            : Optional.empty();
    long subtotal = lines.stream().mapToLong(Order.Line::amount).sum();
    return new Order.Bill(List.copyOf(lines), coupon, shop.online() && subtotal < 5_000 ? 550 : 0);
  }

  private Order.Fate fate(Order.Bill bill, Instant orderedAt, Instant now, Dice dice) {
    double luck = dice.share();
    // Most pay at once; some carry a slip to a convenience store within three days.
    Instant paid = orderedAt.plusSeconds(dice.between(5, dice.chance(0.15) ? 260_000 : 1_500));
    Instant shipped = paid.plusSeconds(dice.between(3_600, 150_000));
    Instant delivered = shipped.plusSeconds(dice.between(20_000, 250_000));
    Instant later = delivered.plusSeconds(dice.between(3_600, 900_000));
    if (luck < 0.04 && paid.isBefore(now)) {
      return fate("cancelled", Optional.empty(), Optional.empty(), Optional.of(paid), paid);
    }
    if (paid.isAfter(now)) {
      return fate("pending", Optional.empty(), Optional.empty(), Optional.empty(), orderedAt);
    }
    if (shipped.isAfter(now)) {
      return fate("paid", Optional.of(paid), Optional.empty(), Optional.empty(), paid);
    }
    if (delivered.isAfter(now)) {
      return fate("shipped", Optional.of(paid), Optional.of(shipped), Optional.empty(), shipped);
    }
    if (luck < 0.08 && later.isBefore(now)) {
      boolean returned = luck < 0.06;
      long back = returned ? bill.amount() : bill.lines().get(0).amount();
      Order.Refund refund = refund(back, bill, later, dice);
      return fate(returned ? "returned" : "delivered", paid, shipped, Optional.of(refund), later);
    }
    // Some rows change long after everything was over: an address is mended, a note is added.
    Instant touched = luck > 0.97 ? later.plus(Duration.ofDays(dice.below(20))) : delivered;
    Instant updated = touched.isBefore(now) ? touched : delivered;
    return fate("delivered", paid, shipped, Optional.empty(), updated);
  }

  private static Order.Fate fate(
      String status,
      Instant paid,
      Instant shipped,
      Optional<Order.Refund> refund,
      Instant updated) {
    return new Order.Fate(
        status, Optional.of(paid), Optional.of(shipped), Optional.empty(), refund, updated);
  }

  private static Order.Fate fate(
      String status,
      Optional<Instant> paid,
      Optional<Instant> shipped,
      Optional<Instant> cancelled,
      Instant updated) {
    return new Order.Fate(status, paid, shipped, cancelled, Optional.empty(), updated);
  }

  private static Order.Refund refund(long amount, Order.Bill bill, Instant at, Dice dice) {
    return new Order.Refund(
        Math.max(Math.min(amount, bill.amount()), 1),
        dice.oneOf(REASONS),
        dice.chance(0.5) ? Optional.of(dice.oneOf(Words.REFUND_COMMENTS)) : Optional.empty(),
        at);
  }

  private static String attributes(Shop shop, Dice dice) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("channel", shop.online() ? CHANNELS.get(dice.below(2)) : "store");
    if (shop.online() && dice.chance(0.4)) {
      JsonObject campaign = new JsonObject();
      campaign.addProperty("source", dice.oneOf(CAMPAIGNS));
      campaign.addProperty("cost_yen", dice.below(20_000) / 100.0);
      attributes.add("campaign", campaign);
    }
    return attributes.toString();
  }
}

package sluice.company;

import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes what orders refer to: shops, products with their categories, coupons and customers. */
final class MasterRows {
  /** A group of products, the kinds in it, and whether it is food. */
  private record Group(String name, boolean food, List<String> kinds) {}

  private static final List<Group> GROUPS =
      List.of(
          new Group("食品", true, List.of("コーヒー豆", "日本茶", "菓子", "調味料")),
          new Group("飲料", true, List.of("ジュース", "炭酸水")),
          new Group("台所用品", false, List.of("包丁", "急須", "鍋")),
          new Group("衣料", false, List.of("タオル", "エプロン")));

  private final long seed;
  private final CompanySize size;

  MasterRows(long seed, CompanySize size) {
    this.seed = seed;
    this.size = size;
  }

  void send(Connection ec) throws SQLException {
    shops().send(ec);
    List<Integer> kinds = categories(ec);
    products(kinds).send(ec);
    coupons().send(ec);
    customers(ec);
  }

  private CopyRows shops() {
    CopyRows rows =
        new CopyRows(
            "shops",
            "id, code, name, kind, prefecture, address, opens_at, closes_at, opened_on, closed_on,"
                + " payment_methods, attributes, updated_at");
    for (int id = 1; id <= size.shops(); id++) {
      Shop shop = Shop.number(seed, id);
      JsonObject attributes = new JsonObject();
      attributes.addProperty("floor_m2", shop.online() ? 0 : 80 + 7 * id);
      rows.add(
          id,
          shop.code(),
          shop.name(),
          shop.kind(),
          shop.place().prefecture(),
          shop.address(),
          shop.opensAt(),
          shop.closesAt(),
          shop.openedOn(),
          Optional.empty(),
          shop.paymentMethods(),
          attributes,
          OrderMaker.FIRST_CUSTOMER);
    }
    return rows;
  }

  /** Sends the two levels, and gives the ids of the lower one. */
  private static List<Integer> categories(Connection ec) throws SQLException {
    CopyRows rows = new CopyRows("categories", "id, parent_id, name, sort_order");
    List<Integer> kinds = new ArrayList<>();
    for (int group = 0; group < GROUPS.size(); group++) {
      int parent = (group + 1) * 100;
      rows.add(parent, Optional.empty(), GROUPS.get(group).name(), group);
      for (int kind = 0; kind < GROUPS.get(group).kinds().size(); kind++) {
        int id = parent + kind + 1;
        rows.add(id, parent, GROUPS.get(group).kinds().get(kind), kind);
        kinds.add(id);
      }
    }
    rows.send(ec);
    return kinds;
  }

  private CopyRows products(List<Integer> kinds) {
    CopyRows rows =
        new CopyRows(
            "products",
            "id, code, category_id, name, unit_price, tax_rate, sold_by_weight, tags, attributes,"
                + " released_on, discontinued_on, updated_at");
    for (int id = 1; id <= size.products(); id++) {
      Dice dice = Dice.of(seed, "product", id);
      int kind = dice.oneOf(kinds);
      Group group = GROUPS.get(kind / 100 - 1);
      String quality = dice.oneOf(Words.PRODUCT_QUALITIES);
      boolean byWeight = group.food() && dice.chance(0.2);
      LocalDate released = LocalDate.of(2020, 1, 1).plusDays(dice.below(1_800));
      rows.add(
          id,
          "P-%06d".formatted(id),
          kind,
          "%s%s %d号".formatted(quality, group.kinds().get(kind % 100 - 1), dice.between(1, 99)),
          price(byWeight, dice),
          group.food() ? "0.080" : "0.100",
          byWeight,
          dice.chance(0.2) ? List.of() : List.of(quality, dice.chance(0.5) ? "新商品" : "定番"),
          dice.chance(0.8)
              ? Optional.of("{\"weight_g\": %d}".formatted(dice.between(50, 5_000)))
              : Optional.empty(),
          released,
          // The first is always there, or a small company might sell nothing.
          id > 1 && dice.chance(0.05) ? Optional.of(LocalDate.of(2024, 12, 31)) : Optional.empty(),
          OrderMaker.FIRST_CUSTOMER.plus(Duration.ofHours(id)));
    }
    return rows;
  }

  /** Whole tens of yen for a piece; what is weighed has a price with a fraction of a yen. */
  private static BigDecimal price(boolean byWeight, Dice dice) {
    return byWeight
        ? BigDecimal.valueOf(dice.between(50_000, 600_000), 2)
        : BigDecimal.valueOf(dice.between(12, 60) * (1L + dice.below(20)) * 10);
  }

  private static CopyRows coupons() {
    CopyRows rows =
        new CopyRows(
            "coupons", "code, title, discount_rate, discount_amount, valid_from, valid_to");
    for (Coupon coupon : Coupon.ALL) {
      rows.add(
          coupon.code(),
          coupon.title(),
          coupon.rate(),
          coupon.amount(),
          coupon.from(),
          coupon.to());
    }
    return rows;
  }

  private void customers(Connection ec) throws SQLException {
    CopyRows rows =
        new CopyRows(
            "customers",
            "id, identity_id, family_name, given_name, name_kana, email, phone, birth_date,"
                + " prefecture, address, newsletter, points, registered_at, updated_at");
    Duration span = Duration.between(OrderMaker.FIRST_CUSTOMER, Season.NOW);
    for (int id = 1; id <= size.customers(); id++) {
      Dice dice = Dice.of(seed, "customer", id);
      Person person = Person.number(seed, id);
      Instant registered =
          OrderMaker.FIRST_CUSTOMER.plusMillis(
              (long) (span.toMillis() * ((id - 1) / (double) size.customers())));
      rows.add(
          id,
          dice.chance(0.92) ? Optional.of(person.identity()) : Optional.empty(),
          person.family().written(),
          person.given().written(),
          dice.chance(0.85)
              ? Optional.of(person.family().read() + " " + person.given().read())
              : Optional.empty(),
          person.email(),
          dice.chance(0.9) ? Optional.of(person.phone()) : Optional.empty(),
          person.birthDate(),
          person.prefecture(),
          person.address(),
          dice.chance(0.4),
          dice.skewedBelow(5_000),
          registered,
          dice.chance(0.2) ? registered.plusSeconds(dice.below(3_000)) : registered);
      if (id % 5_000 == 0) {
        rows.send(ec);
      }
    }
    rows.send(ec);
  }
}

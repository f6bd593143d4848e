package sluice.company;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** An order with its lines and refunds; amounts in yen. */
record Order(
    long id,
    UUID number,
    int shop,
    Optional<Long> customer,
    Bill bill,
    boolean gift,
    Instant orderedAt,
    Fate fate,
    Optional<LocalDate> deliveryDate,
    Optional<LocalTime> deliveryFrom,
    Optional<LocalDateTime> registerClock,
    Optional<String> note,
    String attributes) {

  /**
   * One line.
   *
   * @param grams thousandths of a piece or of a kilogram
   */
  record Line(Product product, long grams) {
    long amount() {
      return Math.floorDiv(grams * product.priceInSen(), 100_000L);
    }

    BigDecimal quantity() {
      return BigDecimal.valueOf(grams, 3);
    }

    BigDecimal unitPrice() {
      return BigDecimal.valueOf(product.priceInSen(), 2);
    }

    BigDecimal taxRate() {
      return BigDecimal.valueOf(product.taxPerMille(), 3);
    }
  }

  /** What is bought, and what for. */
  record Bill(List<Line> lines, Optional<Coupon> coupon, long shippingFee) {
    long subtotal() {
      return lines.stream().mapToLong(Line::amount).sum();
    }

    long discount() {
      return coupon.map(used -> used.discount(subtotal())).orElse(0L);
    }

    long amount() {
      return subtotal() - discount() + shippingFee;
    }
  }

  /** Money given back. */
  record Refund(long amount, String reason, Optional<String> comment, Instant at) {}

  /** What became of an order, and when its row last changed. */
  record Fate(
      String status,
      Optional<Instant> paidAt,
      Optional<Instant> shippedAt,
      Optional<Instant> cancelledAt,
      Optional<Refund> refund,
      Instant updatedAt) {}
}

package sluice.company;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** A campaign: a share of the subtotal, or an amount, off. */
record Coupon(
    String code,
    String title,
    Optional<BigDecimal> rate,
    Optional<BigDecimal> amount,
    LocalDate from,
    Optional<LocalDate> to) {

  private static final String NEVER = "";

  static final List<Coupon> ALL =
      List.of(
          percent("WELCOME10", "はじめての方 10%引き", 10, "2023-01-01", NEVER),
          yen("SPRING500", "春の500円引き", 500, "2025-03-01", "2025-05-31"),
          percent("SUMMER15", "夏のセール 15%引き", 15, "2025-07-01", "2025-08-31"),
          yen("APP300", "アプリ限定 300円引き", 300, "2024-04-01", NEVER),
          percent("XMAS20", "クリスマス 20%引き🎄", 20, "2025-12-01", "2025-12-25"),
          percent("MEMBER3", "会員 3.5%引き", 3.5, "2025-01-01", NEVER));

  boolean validOn(LocalDate day) {
    return !day.isBefore(from) && to.map(last -> !day.isAfter(last)).orElse(true);
  }

  /** Yen off, never more than half of the subtotal. */
  long discount(long subtotal) {
    long off =
        amount
            .or(() -> rate.map(BigDecimal.valueOf(subtotal)::multiply))
            .orElse(BigDecimal.ZERO)
            .longValue();
    return Math.min(off, subtotal / 2);
  }

  private static Coupon percent(String code, String title, double percent, String from, String to) {
    BigDecimal rate = BigDecimal.valueOf(percent).movePointLeft(2);
    return new Coupon(code, title, Optional.of(rate), Optional.empty(), day(from), last(to));
  }

  private static Coupon yen(String code, String title, int yen, String from, String to) {
    BigDecimal amount = BigDecimal.valueOf(yen);
    return new Coupon(code, title, Optional.empty(), Optional.of(amount), day(from), last(to));
  }

  private static LocalDate day(String text) {
    return LocalDate.parse(text);
  }

  private static Optional<LocalDate> last(String text) {
    return text.equals(NEVER) ? Optional.empty() : Optional.of(day(text));
  }
}

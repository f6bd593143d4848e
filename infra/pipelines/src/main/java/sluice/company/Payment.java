package sluice.company;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;

/**
 * A payment as the payment service exports it. Amounts in yen.
 *
 * @param method card, wallet, konbini or cash
 * @param cardBrand of a card's
 */
public record Payment(
    String id,
    long orderId,
    String shopCode,
    String method,
    Optional<String> cardBrand,
    BigDecimal amount,
    Instant paidAt) {

  private static final BigDecimal CARD_RATE = new BigDecimal("0.0298");
  private static final BigDecimal OTHER_RATE = new BigDecimal("0.0180");

  /** What the service's providers keep, to the hundredth of a yen; nothing of cash. */
  public BigDecimal fee() {
    if (method.equals("cash")) {
      return BigDecimal.ZERO.setScale(2);
    }
    BigDecimal rate = cardBrand.isPresent() ? CARD_RATE : OTHER_RATE;
    return amount.multiply(rate).setScale(2, RoundingMode.HALF_UP);
  }
}

package sluice.company;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Writes orders, their lines and their refunds. */
final class OrderRows {
  private final CopyRows orders =
      new CopyRows(
          "orders",
          "id, order_number, shop_id, customer_id, status, coupon_code, subtotal, discount,"
              + " shipping_fee, amount, is_gift, ordered_at, paid_at, shipped_at, cancelled_at,"
              + " delivery_date, delivery_from, register_clock, note, attributes, updated_at");
  private final CopyRows items =
      new CopyRows(
          "order_items",
          "id, order_id, line_number, product_id, quantity, unit_price, tax_rate, amount,"
              + " updated_at");
  private final CopyRows refunds =
      new CopyRows("refunds", "id, order_id, amount, reason, comment, refunded_at, updated_at");

  private long lastItem;
  private long lastRefund;

  /**
   * @param lastItem the highest id of a line so far
   * @param lastRefund the highest id of a refund so far
   */
  OrderRows(long lastItem, long lastRefund) {
    this.lastItem = lastItem;
    this.lastRefund = lastRefund;
  }

  /** Adds an order whose rows were written when the order itself says. */
  void add(Order order) {
    add(order, order.orderedAt(), order.fate().updatedAt());
  }

  /** Adds an order whose rows are written at that moment. */
  void add(Order order, Instant written) {
    add(order, written, written);
  }

  private void add(Order order, Instant itemsWritten, Instant orderWritten) {
    Order.Bill bill = order.bill();
    Order.Fate fate = order.fate();
    orders.add(
        order.id(),
        order.number(),
        order.shop(),
        order.customer(),
        fate.status(),
        bill.coupon().map(Coupon::code),
        bill.subtotal(),
        bill.discount(),
        bill.shippingFee(),
        bill.amount(),
        order.gift(),
        order.orderedAt(),
        fate.paidAt(),
        fate.shippedAt(),
        fate.cancelledAt(),
        order.deliveryDate(),
        order.deliveryFrom(),
        order.registerClock(),
        order.note(),
        order.attributes(),
        orderWritten);
    int number = 0;
    for (Order.Line line : bill.lines()) {
      items.add(
          ++lastItem,
          order.id(),
          ++number,
          line.product().id(),
          line.quantity(),
          line.unitPrice(),
          line.taxRate(),
          line.amount(),
          itemsWritten);
    }
    fate.refund()
        .ifPresent(
            refund ->
                refunds.add(
                    ++lastRefund,
                    order.id(),
                    refund.amount(),
                    refund.reason(),
                    refund.comment(),
                    refund.at(),
                    orderWritten));
  }

  void send(Connection ec) throws SQLException {
    orders.send(ec);
    items.send(ec);
    refunds.send(ec);
  }
}

package sluice.company;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes on in the company after its databases are filled. What orders say follows from the rows
 * before them, so that two companies that live the same life stay equal; only {@code updated_at} is
 * the server's clock.
 */
public final class CompanyLife {
  private static final Duration BETWEEN_ORDERS = Duration.ofSeconds(90);

  private final CompanyDatabases databases;

  public CompanyLife(CompanyDatabases databases) {
    this.databases = databases;
  }

  /**
   * Moves an order to another status, like {@code cancelled}.
   *
   * @throws IllegalArgumentException when there is no such order
   */
  public void updateOrder(long id, String status) throws SQLException {
    String sql =
        "UPDATE orders SET status = ?::order_status, cancelled_at = CASE WHEN ? = 'cancelled' THEN"
            + " ordered_at + interval '1 hour' END WHERE id = ?";
    try (Connection ec = databases.ec();
        PreparedStatement update = ec.prepareStatement(sql)) {
      update.setString(1, status);
      update.setString(2, status);
      update.setLong(3, id);
      changedOne(update, "order", id);
    }
  }

  /** Changes how much of its first line an order is for; its amounts follow in one transaction. */
  public void changeQuantity(long order, BigDecimal quantity) throws SQLException {
    try (Connection ec = databases.ec()) {
      CompanyDatabases.inOneTransaction(
          ec,
          connection -> {
            try (PreparedStatement line =
                    connection.prepareStatement(
                        "UPDATE order_items SET quantity = ?, amount = floor(? * unit_price)"
                            + " WHERE order_id = ? AND line_number = 1");
                PreparedStatement total =
                    connection.prepareStatement(
                        "UPDATE orders SET subtotal = s.sum, discount = least(discount, s.sum),"
                            + " amount = s.sum - least(discount, s.sum) + shipping_fee FROM"
                            + " (SELECT sum(amount) FROM order_items WHERE order_id = ?) s"
                            + " WHERE id = ?")) {
              line.setBigDecimal(1, quantity);
              line.setBigDecimal(2, quantity);
              line.setLong(3, order);
              changedOne(line, "order", order);
              total.setLong(1, order);
              total.setLong(2, order);
              changedOne(total, "order", order);
            }
          });
    }
  }

  /**
   * Takes new orders, some minutes apart, after the last one.
   *
   * @return their ids
   */
  public List<Long> newOrders(int count) throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (Connection ec = databases.ec()) {
      CompanyDatabases.inOneTransaction(
          ec,
          connection -> {
            Last last = last(connection);
            OrderRows rows = new OrderRows(last.item(), last.refund());
            OrderMaker maker = new OrderMaker(last.order(), Catalogue.read(connection, 0));
            for (int i = 1; i <= count; i++) {
              Instant orderedAt = last.orderedAt().plus(BETWEEN_ORDERS.multipliedBy(i));
              rows.add(
                  maker.make(last.order() + i, orderedAt, orderedAt.plusSeconds(1_800)),
                  last.now());
              ids.add(last.order() + i);
            }
            rows.send(connection);
          });
    }
    return ids;
  }

  /** Marks a reservation as visited, or as a no-show, and records the event. */
  public void endReservation(long id, String status) throws SQLException {
    try (Connection reservations = databases.reservations()) {
      CompanyDatabases.inOneTransaction(
          reservations,
          connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement(
                        "UPDATE reservations SET status = ?::reservation_status WHERE id = ?");
                PreparedStatement event =
                    connection.prepareStatement(
                        "INSERT INTO reservation_events (id, reservation_id, kind, happened_at,"
                            + " detail) SELECT (SELECT max(id) + 1 FROM reservation_events), id,"
                            + " ?::reservation_event_kind, starts_at AT TIME ZONE 'Asia/Tokyo', ?"
                            + " FROM reservations WHERE id = ?")) {
              update.setString(1, status);
              update.setLong(2, id);
              changedOne(update, "reservation", id);
              event.setString(1, status);
              event.setNull(2, Types.OTHER);
              event.setLong(3, id);
              changedOne(event, "reservation", id);
            }
          });
    }
  }

  private record Last(long order, long item, long refund, Instant orderedAt, Instant now) {}

  private static Last last(Connection ec) throws SQLException {
    // One at a time, or two would take the same numbers.
    try (Statement statement = ec.createStatement()) {
      statement.execute("LOCK TABLE orders IN SHARE ROW EXCLUSIVE MODE");
      try (ResultSet row =
          statement.executeQuery(
              "SELECT max(id), (SELECT max(id) FROM order_items),"
                  + " (SELECT coalesce(max(id), 0) FROM refunds), max(ordered_at), now()"
                  + " FROM orders")) {
        row.next();
        return new Last(
            row.getLong(1),
            row.getLong(2),
            row.getLong(3),
            row.getObject(4, OffsetDateTime.class).toInstant(),
            row.getObject(5, OffsetDateTime.class).toInstant());
      }
    }
  }

  private static void changedOne(PreparedStatement statement, String what, long id)
      throws SQLException {
    if (statement.executeUpdate() != 1) {
      throw new IllegalArgumentException(
          "There is no %s %d. Choose one there is.".formatted(what, id));
    }
  }
}

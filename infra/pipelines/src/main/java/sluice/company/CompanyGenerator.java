package sluice.company;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Fills the company's databases with rows. The same size and seed give the same rows, whatever the
 * day: they tell of {@link Season#FIRST_DAY} to {@link Season#NOW}.
 */
final class CompanyGenerator {
  /** So many orders are gathered in memory before they are sent. */
  private static final int CHUNK = 2_000;

  private static final Season ORDERS = new Season(Season.FIRST_DAY, 365);

  private final CompanySize size;
  private final long seed;

  CompanyGenerator(CompanySize size, long seed) {
    this.size = size;
    this.seed = seed;
  }

  /** Fills the e-commerce database. */
  void fillEc(Connection ec) throws SQLException {
    new MasterRows(seed, size).send(ec);
    OrderMaker maker = new OrderMaker(seed, Catalogue.read(ec, seed));
    OrderRows rows = new OrderRows(0, 0);
    for (int id = 1; id <= size.orders(); id++) {
      rows.add(maker.make(id, ORDERS.at((id - 0.5) / size.orders()), Season.NOW));
      if (id % CHUNK == 0 || id == size.orders()) {
        rows.send(ec);
      }
    }
  }

  /** Fills the reservation database. */
  void fillReservations(Connection reservations) throws SQLException {
    new ReservationRows(seed, size).send(reservations);
  }
}

package sluice.company;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What an order chooses from, read from the e-commerce database. */
record Catalogue(List<Shop> shops, List<Product> products, int customers) {

  static Catalogue read(Connection ec, long seed) throws SQLException {
    List<Shop> shops = new ArrayList<>();
    List<Product> products = new ArrayList<>();
    try (Statement statement = ec.createStatement()) {
      try (ResultSet rows = statement.executeQuery("SELECT id FROM shops ORDER BY id")) {
        while (rows.next()) {
          shops.add(Shop.number(seed, rows.getInt(1)));
        }
      }
      String columns = "id, (unit_price * 100)::bigint, (tax_rate * 1000)::integer, sold_by_weight";
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT %s FROM products WHERE discontinued_on IS NULL ORDER BY id"
                  .formatted(columns))) {
        while (rows.next()) {
          products.add(
              new Product(rows.getInt(1), rows.getLong(2), rows.getInt(3), rows.getBoolean(4)));
        }
      }
      try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM customers")) {
        rows.next();
        return new Catalogue(shops, products, rows.getInt(1));
      }
    }
  }
}

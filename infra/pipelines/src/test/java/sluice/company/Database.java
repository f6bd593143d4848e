package sluice.company;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One database, asked by tests; each question has a connection of its own. */
record Database(String url) {

  List<String> tables() throws SQLException {
    return column(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            + " ORDER BY 1");
  }

  long number(String sql) throws SQLException {
    return Long.parseLong(column(sql).get(0));
  }

  /** The first column of what a query gives. */
  List<String> column(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> column = new ArrayList<>();
      while (rows.next()) {
        column.add(rows.getString(1));
      }
      return column;
    }
  }

  /** A checksum of all rows of each table. */
  Map<String, String> checksums() throws SQLException {
    Map<String, String> checksums = new TreeMap<>();
    for (String table : tables()) {
      checksums.put(
          table,
          column(
                  "SELECT md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM %s t"
                      .formatted(table))
              .get(0));
    }
    return checksums;
  }
}

package sluice.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import sluice.plan.LandingTable;

/**
 * A table with a column of each type, read twice: through the functions out of BigQuery, and by the
 * source's own SQL of the documented rule.
 */
record TypedTable(String name, List<TypedColumn> columns) {

  /** Enough for each value of the column that has the most. */
  private static final int ROWS = 12;

  private static final Instant SLOT = Instant.parse("2026-03-01T09:00:00Z");

  /** Makes it in the source, with its rows, and one of NULLs. */
  void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE %s (id int PRIMARY KEY, %s)"
              .formatted(name, joined(column -> column.name() + " " + column.type())));
      for (int row = 0; row < ROWS; row++) {
        int number = row;
        statement.execute(
            "INSERT INTO %s VALUES (%d, %s)"
                .formatted(name, row, joined(column -> column.literal(number))));
      }
      statement.execute("INSERT INTO %s (id) VALUES (%d)".formatted(name, ROWS));
    }
  }

  /** Lets it flow, and compares each column. */
  void assertSame(FlowingDatabase flow, LandingTable table, Connection source) throws SQLException {
    assertThat(flow.extract(SLOT)).isEqualTo(200);
    flow.awaitLoaded(table);
    List<List<String>> inBigQuery =
        flow.rows(
            "SELECT CAST(id AS STRING), %s FROM %s"
                .formatted(joined(TypedColumn::bigQuery), table.id()));
    List<List<String>> inSource =
        read(source, "SELECT id, %s FROM %s".formatted(joined(TypedColumn::source), name));

    assertThat(inBigQuery).hasSize(ROWS + 1);
    for (int column = 0; column < columns.size(); column++) {
      assertThat(values(inBigQuery, column))
          .as(columns.get(column).name() + ", a " + columns.get(column).type())
          .isEqualTo(values(inSource, column));
    }
  }

  private String joined(Function<TypedColumn, String> part) {
    return columns.stream().map(part).collect(Collectors.joining(", "));
  }

  private Map<String, String> values(List<List<String>> rows, int column) {
    Map<String, String> values = new TreeMap<>();
    rows.forEach(row -> values.put(row.get(0), columns.get(column).canonical(row.get(column + 1))));
    return values;
  }

  private List<List<String>> read(Connection connection, String sql) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= columns.size() + 1; column++) {
          values.add(row.getString(column));
        }
        rows.add(values);
      }
    }
    return rows;
  }
}

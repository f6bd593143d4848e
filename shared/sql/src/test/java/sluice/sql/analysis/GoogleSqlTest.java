package sluice.sql.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sluice.schema.Column;
import sluice.schema.Column.Mode;
import sluice.schema.ColumnType;
import sluice.schema.TableId;

final class GoogleSqlTest {
  private static final TableDefinition ORDERS =
      TableDefinition.of(
          TableId.parse("shop.orders"),
          List.of(
              Column.of("id", ColumnType.INT64),
              Column.of("customer", ColumnType.STRING),
              Column.of("amount", ColumnType.NUMERIC),
              Column.of("placed_at", ColumnType.TIMESTAMP),
              Column.struct(
                      "lines",
                      List.of(
                          Column.of("sku", ColumnType.STRING),
                          Column.of("quantity", ColumnType.INT64)))
                  .as(Mode.REPEATED)));
  private static final TableDefinition CUSTOMERS =
      TableDefinition.of(
          TableId.parse("shop.customers"),
          List.of(
              Column.of("name", ColumnType.STRING),
              Column.of("country", ColumnType.STRING),
              Column.of("boss", ColumnType.STRING)));

  private static Optional<TableDefinition> find(TableId id) {
    return List.of(ORDERS, CUSTOMERS).stream().filter(table -> table.id().equals(id)).findFirst();
  }

  private static Analysis analyze(String sql) {
    return GoogleSql.analyze(sql, GoogleSqlTest::find, AnalysisOptions.of("acme"));
  }

  private static Set<ColumnReference> orders(String... columns) {
    return Set.of(columns).stream()
        .map(column -> new ColumnReference(ORDERS.id(), column))
        .collect(java.util.stream.Collectors.toSet());
  }

  @Test
  void findsTablesHoweverTheyAreQuoted() {
    assertThat(
            GoogleSql.references(
                """
                WITH recent AS (SELECT * FROM `acme.shop.orders`)
                SELECT 'é', r.* FROM recent r
                JOIN `acme.shop`.customers USING (name), acme-eu.shop.stores s,
                  UNNEST(r.lines) l, s.tags
                """))
        .containsExactly(
            new TableReference(Optional.of("acme"), Optional.of("shop"), "orders", 1, 31),
            new TableReference(Optional.of("acme"), Optional.of("shop"), "customers", 3, 6),
            new TableReference(Optional.of("acme-eu"), Optional.of("shop"), "stores", 3, 42));
  }

  @Test
  void countsTheTargetOfAMergeButNotANewTable() {
    assertThat(GoogleSql.references("MERGE a.t USING b.s ON t.x = s.x WHEN MATCHED THEN DELETE"))
        .extracting(TableReference::text)
        .containsExactly("a.t", "b.s");
    assertThat(GoogleSql.references("CREATE TABLE a.t AS SELECT * FROM b.s"))
        .extracting(TableReference::text)
        .containsExactly("b.s");
  }

  @Test
  void saysWhereTheSyntaxIsWrong() {
    SqlException e =
        catchThrowableOfType(
            SqlException.class, () -> GoogleSql.references("SELECT 1\nFROM shop.orders WERE x"));
    assertThat(e.reason())
        .isEqualTo("Syntax error: Expected end of input but got identifier \"x\"");
    assertThat(List.of(e.line(), e.column())).containsExactly(2, 23);
  }

  @Test
  void saysWhichTableIsMissing() {
    SqlException e =
        catchThrowableOfType(
            SqlException.class, () -> analyze("SELECT *\nFROM shop.orders, shop.nothing"));
    assertThat(e).hasMessage("Table not found: shop.nothing [at 2:19]");
    assertThat(e.missingTable()).map(TableReference::table).contains("nothing");
  }

  @Test
  void seesATableAsItIsNowWhateverOthersSaw() {
    TableId id = TableId.parse("shop.changing");
    for (ColumnType type : List.of(ColumnType.INT64, ColumnType.STRING, ColumnType.INT64)) {
      TableDefinition now = TableDefinition.of(id, List.of(Column.of("value", type)));
      Analysis analysis =
          GoogleSql.analyze(
              "SELECT a.value AS one, b.value AS other FROM changing AS a, shop.changing AS b",
              table -> Optional.of(now),
              new AnalysisOptions("acme", Optional.of("shop"), Map.of(), List.of()));
      assertThat(analysis.columns()).extracting(Column::type).containsOnly(type);
    }
  }

  @Test
  void typesTheOutput() {
    Analysis analysis =
        analyze(
            """
            SELECT customer, SUM(amount) AS total, COUNT(*), MAX_BY(id, placed_at) AS last_id,
              ARRAY_AGG(STRUCT(id, lines)) AS orders, @@project_id AS project, 1.5
            FROM shop.orders GROUP BY customer
            """);
    assertThat(analysis.kind()).isEqualTo(StatementKind.SELECT);
    assertThat(analysis.columns())
        .containsExactly(
            Column.of("customer", ColumnType.STRING),
            Column.of("total", ColumnType.NUMERIC),
            Column.of("f0_", ColumnType.INT64),
            Column.of("last_id", ColumnType.INT64),
            Column.struct(
                    "orders", List.of(Column.of("id", ColumnType.INT64), ORDERS.columns().get(4)))
                .as(Mode.REPEATED),
            Column.of("project", ColumnType.STRING),
            Column.of("f1_", ColumnType.FLOAT64));
    assertThat(analysis.tables()).containsOnlyKeys(ORDERS.id());
  }

  @Test
  void refusesWhatDoesNotTypeCheck() {
    assertThatThrownBy(() -> analyze("SELECT amount + customer FROM shop.orders"))
        .isInstanceOf(SqlException.class)
        .hasMessageStartingWith(
            "No matching signature for operator +\n  Argument types: NUMERIC, STRING")
        .hasMessageContaining("Signature: FLOAT64 + FLOAT64")
        .hasMessageEndingWith("[at 1:8]");
    assertThatThrownBy(() -> analyze("SELECT amont FROM shop.orders"))
        .hasMessage("Unrecognized name: amont; Did you mean amount? [at 1:8]");
    assertThatThrownBy(() -> analyze("SELECT 1 AS a, 2 AS A"))
        .hasMessageStartingWith("Duplicate column names in the result are not supported.");
  }

  @Test
  void usesTheDefaultDatasetAndParameters() {
    AnalysisOptions options =
        new AnalysisOptions(
            "acme",
            Optional.of("shop"),
            Map.of("since", Column.of("", ColumnType.TIMESTAMP)),
            List.of());
    Analysis analysis =
        GoogleSql.analyze(
            "SELECT id FROM orders WHERE placed_at > @since", GoogleSqlTest::find, options);
    assertThat(analysis.columns()).containsExactly(Column.of("id", ColumnType.INT64));
  }

  @Test
  void tracesColumnsThroughSubqueriesWindowsAndUnnest() {
    assertThat(
            analyze(
                    """
                    WITH items AS (
                      SELECT o.customer, l.sku, l.quantity * o.amount AS worth
                      FROM shop.orders o, UNNEST(o.lines) AS l WHERE o.placed_at IS NOT NULL
                    )
                    SELECT customer, sku,
                      SUM(worth) OVER (PARTITION BY customer ORDER BY sku) AS running,
                      (SELECT MAX(id) FROM shop.orders) AS newest,
                      EXISTS(SELECT 1 FROM shop.orders) AS any_order,
                      1 AS one
                    FROM items
                    UNION ALL
                    SELECT customer, 'none', amount, id, TRUE, 2 FROM shop.orders
                    """)
                .lineage())
        .containsExactly(
            Map.entry("customer", orders("customer")),
            Map.entry("sku", orders("lines")),
            Map.entry("running", orders("lines", "amount")),
            Map.entry("newest", orders("id")),
            Map.entry("any_order", Set.of()),
            Map.entry("one", Set.of()));
  }

  @Test
  void tracesColumnsThroughRecursionAndPivot() {
    assertThat(
            analyze(
                    """
                    WITH RECURSIVE chain AS (
                      SELECT name, boss FROM shop.customers
                      UNION ALL
                      SELECT c.name, b.country FROM chain c JOIN shop.customers b ON c.boss = b.name
                    ) SELECT name, boss FROM chain
                    """)
                .lineage())
        .containsEntry(
            "boss",
            Set.of(
                new ColumnReference(CUSTOMERS.id(), "boss"),
                new ColumnReference(CUSTOMERS.id(), "country")));
    assertThat(
            analyze(
                    """
                    SELECT * FROM (SELECT customer, amount, id FROM shop.orders)
                    PIVOT (SUM(amount) FOR id IN (1 AS one))
                    """)
                .lineage())
        .containsEntry("customer", orders("customer"))
        .hasEntrySatisfying("one", from -> assertThat(from).containsAll(orders("amount")));
  }

  @Test
  void understandsPipesAndQualify() {
    assertThat(
            analyze(
                    """
                    FROM shop.orders
                    |> WHERE amount > 10
                    |> AGGREGATE SUM(amount) AS total GROUP BY customer
                    |> ORDER BY total DESC
                    """)
                .columns())
        .extracting(Column::name)
        .containsExactly("customer", "total");
    assertThat(
            analyze(
                    """
                    SELECT id FROM shop.orders
                    QUALIFY ROW_NUMBER() OVER (PARTITION BY customer ORDER BY placed_at DESC) = 1
                    """)
                .lineage())
        .containsExactly(Map.entry("id", orders("id")));
  }

  @Test
  void tellsStatementsApart() {
    assertThat(analyze("CREATE OR REPLACE TABLE shop.t AS SELECT id FROM shop.orders"))
        .satisfies(
            analysis -> {
              assertThat(analysis.kind()).isEqualTo(StatementKind.CREATE_TABLE_AS_SELECT);
              assertThat(analysis.lineage()).containsExactly(Map.entry("id", orders("id")));
            });
    assertThat(analyze("DELETE shop.orders WHERE id = 1").kind()).isEqualTo(StatementKind.DELETE);
    assertThat(analyze("DROP TABLE IF EXISTS shop.t").kind()).isEqualTo(StatementKind.DROP_TABLE);
  }

  @Test
  void knowsWhereTheAnalyzerRuns() {
    assertThat(Platform.supports("Linux", "amd64")).isTrue();
    assertThat(Platform.supports("Mac OS X", "x86_64")).isTrue();
    assertThat(Platform.supports("Mac OS X", "aarch64")).isFalse();
    assertThat(Platform.supports("Windows 11", "amd64")).isFalse();
  }
}

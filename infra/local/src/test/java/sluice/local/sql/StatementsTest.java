package sluice.local.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sluice.local.sql.Translated.Granularity;
import sluice.local.sql.Translated.IfThere;
import sluice.local.sql.Translated.Partitioning;
import sluice.local.sql.Translated.Range;
import sluice.schema.Column;
import sluice.schema.Column.Mode;
import sluice.schema.ColumnType;
import sluice.schema.TableId;

/** DML, DDL, views and parameters. */
final class StatementsTest {
  private static final QueryContext CONTEXT =
      QueryContext.of("acme", Instant.parse("2026-03-04T05:06:07.890123Z"));
  private Warehouse warehouse;

  @BeforeEach
  void open() throws SQLException {
    warehouse = new Warehouse(CONTEXT);
    warehouse.run(
        """
        CREATE TABLE shop.stock (sku STRING NOT NULL, amount INT64, price NUMERIC,
          tags ARRAY<STRING>, place STRUCT<hall STRING, shelf INT64>)
        """);
    warehouse.run(
        """
        INSERT INTO shop.stock (sku, amount, price, tags, place) VALUES
          ('a', 10, 1.5, ['new', 'red'], ('north', 1)), ('b', 0, 2, NULL, NULL),
          ('c', DEFAULT, 2.25, [], STRUCT('south', 7))
        """);
  }

  @AfterEach
  void close() throws SQLException {
    warehouse.close();
  }

  private List<String> stock() throws SQLException {
    return warehouse.run("SELECT sku, amount, price FROM shop.stock ORDER BY sku");
  }

  @Test
  void keepsAnEmptyArrayForNull() throws SQLException {
    assertThat(warehouse.run("INSERT shop.stock (sku) VALUES ('d')"))
        .containsExactly("{INSERTED=1}");
    assertThat(
            warehouse.run(
                "SELECT sku, tags, tags IS NULL, place.shelf FROM shop.stock ORDER BY sku"))
        .containsExactly(
            "'a' | ['new', 'red'] | false | 1",
            "'b' | [] | false | NULL",
            "'c' | [] | false | 7",
            "'d' | [] | false | NULL");
  }

  @Test
  void insertsWhatAQueryGives() throws SQLException {
    assertThat(
            warehouse.run(
                "INSERT INTO shop.stock (price, sku) SELECT price * 2, CONCAT(sku, '2') FROM"
                    + " shop.stock WHERE amount IS NOT NULL"))
        .containsExactly("{INSERTED=2}");
    assertThat(stock())
        .containsExactly(
            "'a' | 10 | 1.500000000",
            "'a2' | NULL | 3.000000000",
            "'b' | 0 | 2.000000000",
            "'b2' | NULL | 4.000000000",
            "'c' | NULL | 2.250000000");
  }

  @Test
  void updatesFromItselfAndFromOthers() throws SQLException {
    assertThat(
            warehouse.run(
                "UPDATE shop.stock SET amount = IFNULL(amount, 0) + 1, tags = ['seen'] WHERE price"
                    + " >= 2"))
        .containsExactly("{UPDATED=2}");
    assertThat(
            warehouse.run(
                """
                UPDATE shop.stock AS s SET price = n.price, amount = s.amount * 10
                FROM UNNEST([STRUCT('a' AS sku, NUMERIC '9' AS price), ('c', 8)]) AS n
                WHERE n.sku = s.sku
                """))
        .containsExactly("{UPDATED=2}");
    assertThat(stock())
        .containsExactly(
            "'a' | 100 | 9.000000000", "'b' | 1 | 2.000000000", "'c' | 10 | 8.000000000");
  }

  @Test
  void refusesToUpdateARowTwice() throws SQLException {
    String twice = "UPDATE shop.stock s SET amount = n FROM UNNEST([1, 2]) AS n WHERE s.sku = 'a'";
    assertThatThrownBy(() -> warehouse.run(twice))
        .isInstanceOf(SQLException.class)
        .extracting(e -> GoogleSqlEngine.message((SQLException) e))
        .isEqualTo("UPDATE/MERGE must match at most one source row for each target row");
    assertThat(stock()).contains("'a' | 10 | 1.500000000");
  }

  @Test
  void deletesAndTruncates() throws SQLException {
    assertThat(
            warehouse.run(
                "DELETE FROM shop.stock s WHERE EXISTS (SELECT 1 FROM shop.stock o WHERE o.price >"
                    + " s.price)"))
        .containsExactly("{DELETED=2}");
    assertThat(warehouse.run("DELETE shop.stock WHERE amount > 5")).containsExactly("{DELETED=0}");
    assertThat(warehouse.run("TRUNCATE TABLE shop.stock")).containsExactly("{DELETED=1}");
  }

  @Test
  void mergesByEveryClause() throws SQLException {
    assertThat(
            warehouse.run(
                """
                MERGE shop.stock AS t
                USING (SELECT * FROM UNNEST([
                  STRUCT('a' AS sku, 5 AS amount, FALSE AS gone), ('b', 7, TRUE), ('x', 1, FALSE),
                  ('y', 2, TRUE)])) AS s
                ON t.sku = s.sku
                WHEN MATCHED AND s.gone THEN DELETE
                WHEN MATCHED THEN UPDATE SET amount = t.amount + s.amount
                WHEN NOT MATCHED AND NOT s.gone THEN INSERT (sku, amount) VALUES (s.sku, s.amount)
                WHEN NOT MATCHED BY SOURCE THEN UPDATE SET amount = -1
                """))
        .containsExactly("{INSERTED=1, UPDATED=2, DELETED=1}");
    assertThat(stock())
        .containsExactly("'a' | 15 | 1.500000000", "'c' | -1 | 2.250000000", "'x' | 1 | NULL");
  }

  @Test
  void mergesOnFalseAsAReplacement() throws SQLException {
    assertThat(
            warehouse.run(
                """
                MERGE shop.stock USING (SELECT 'n' AS sku, NUMERIC '3' AS price) AS s ON FALSE
                WHEN NOT MATCHED THEN INSERT (sku, price) VALUES (sku, price)
                WHEN NOT MATCHED BY SOURCE THEN DELETE
                """))
        .containsExactly("{INSERTED=1, DELETED=3}");
    assertThat(stock()).containsExactly("'n' | NULL | 3.000000000");
  }

  @Test
  void mergesAWholeRow() throws SQLException {
    warehouse.run("CREATE TABLE shop.fresh AS SELECT * FROM shop.stock WHERE sku <> 'b'");
    warehouse.run("DELETE shop.stock WHERE sku = 'c'");
    assertThat(
            warehouse.run(
                "MERGE shop.stock t USING shop.fresh s ON t.sku = s.sku WHEN NOT MATCHED THEN"
                    + " INSERT ROW"))
        .containsExactly("{INSERTED=1}");
    assertThat(stock()).contains("'c' | NULL | 2.250000000");
  }

  @Test
  void refusesToMergeTwoSourcesIntoOneRow() throws SQLException {
    String twice =
        """
        MERGE shop.stock t USING UNNEST(['a', 'a']) s ON t.sku = s
        WHEN MATCHED THEN UPDATE SET amount = 0
        """;
    assertThatThrownBy(() -> warehouse.run(twice))
        .hasMessageContaining("UPDATE/MERGE must match at most one source row");
    assertThat(
            warehouse.run(
                """
                MERGE shop.stock t USING UNNEST(['x', 'x']) s ON t.sku = s
                WHEN NOT MATCHED THEN INSERT (sku) VALUES (s)
                """))
        .containsExactly("{INSERTED=2}");
  }

  @Test
  void keepsNotNull() {
    assertThatThrownBy(() -> warehouse.run("INSERT shop.stock (amount) VALUES (1)"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("NOT NULL constraint failed");
  }

  @Test
  void fillsThePartitionOfToday() throws SQLException {
    warehouse.run("CREATE TABLE shop.events (id INT64) PARTITION BY _PARTITIONDATE");
    warehouse.run("INSERT shop.events (id) VALUES (1)");
    assertThat(warehouse.run("SELECT id, _PARTITIONDATE AS day FROM shop.events"))
        .containsExactly("1 | 2026-03-04");
    assertThat(warehouse.run("SELECT * FROM shop.events WHERE _PARTITIONTIME < '2026-01-01'"))
        .isEmpty();
  }

  @Test
  void readsViewsOfViews() throws SQLException {
    warehouse.run(
        "CREATE VIEW shop.dear AS SELECT sku AS name, price FROM shop.stock WHERE price >= 2");
    warehouse.run("CREATE VIEW shop.dearest AS SELECT MAX(price) AS top FROM `acme.shop.dear`");
    assertThat(
            warehouse.run(
                "SELECT d.name, t.top FROM shop.dear d, shop.dearest t WHERE d.price = t.top"))
        .containsExactly("'c' | 2.250000000");
    assertThatThrownBy(() -> warehouse.run("DELETE shop.dear WHERE TRUE"))
        .isInstanceOf(UnsupportedSqlException.class)
        .hasMessage(
            "The local engine does not run changes of a view. Rewrite the statement without it.");
  }

  @Test
  void takesParametersByName() throws SQLException {
    warehouse.use(
        new QueryContext(
            "acme",
            Optional.of("shop"),
            Map.of(
                "skus",
                new QueryParameter(
                    Column.of("", ColumnType.STRING).as(Mode.REPEATED),
                    JsonParser.parseString("[\"a\", \"it's\"]")),
                "day",
                new QueryParameter(
                    Column.of("", ColumnType.DATE), JsonParser.parseString("\"2026-01-31\"")),
                "at",
                new QueryParameter(
                    Column.of("", ColumnType.TIMESTAMP),
                    JsonParser.parseString("\"2026-01-31 10:00:00+09:00\"")),
                "row",
                new QueryParameter(
                    Column.struct("", List.of(Column.of("n", ColumnType.NUMERIC))),
                    JsonParser.parseString("{\"n\": \"1.5\"}"))),
            List.of(),
            CONTEXT.now(),
            CONTEXT.user()));
    assertThat(
            warehouse.run(
                """
                SELECT sku, DATE_ADD(@day, INTERVAL 1 DAY) d, DATE(@at) a, price = @row.n p,
                  @@project_id AS project
                FROM stock WHERE sku IN UNNEST(@skus)
                """))
        .containsExactly("'a' | 2026-02-01 | 2026-01-31 | true | 'acme'");
  }

  @Test
  void takesParametersByPosition() throws SQLException {
    warehouse.use(
        new QueryContext(
            "acme",
            Optional.empty(),
            Map.of(),
            List.of(
                new QueryParameter(
                    Column.of("", ColumnType.INT64), JsonParser.parseString("\"5\"")),
                new QueryParameter(
                    Column.of("", ColumnType.STRING), JsonParser.parseString("null"))),
            CONTEXT.now(),
            CONTEXT.user()));
    assertThat(warehouse.run("SELECT sku FROM shop.stock WHERE amount > ? AND ? IS NULL"))
        .containsExactly("'a'");
  }

  @Test
  void tellsTheTimeOfTheJob() throws SQLException {
    assertThat(
            warehouse.run(
                "SELECT CURRENT_TIMESTAMP() = TIMESTAMP '2026-03-04 05:06:07.890123+00',"
                    + " CURRENT_DATE('Asia/Tokyo'), CURRENT_DATETIME(), CURRENT_TIME(),"
                    + " SESSION_USER()"))
        .containsExactly(
            "true | 2026-03-04 | 2026-03-04T05:06:07.890123 | 05:06:07.890123 | 'local@acme'");
  }

  @Test
  void readsTableDefinitions() {
    assertThat(
            warehouse.translate(
                """
                CREATE OR REPLACE TABLE shop.sales (
                  id INT64 NOT NULL OPTIONS (description = 'the number'),
                  lines ARRAY<STRUCT<sku STRING NOT NULL, n INT64>>,
                  sold_at TIMESTAMP)
                PARTITION BY TIMESTAMP_TRUNC(sold_at, MONTH) CLUSTER BY id
                OPTIONS (description = "all", labels = [('team', 'core')])
                """))
        .isEqualTo(
            new Translated.CreateTable(
                java.util.Set.of(),
                TableId.parse("shop.sales"),
                List.of(
                    Column.of("id", ColumnType.INT64).as(Mode.REQUIRED).describedAs("the number"),
                    Column.struct(
                            "lines",
                            List.of(
                                Column.of("sku", ColumnType.STRING).as(Mode.REQUIRED),
                                Column.of("n", ColumnType.INT64)))
                        .as(Mode.REPEATED),
                    Column.of("sold_at", ColumnType.TIMESTAMP)),
                IfThere.REPLACE,
                Optional.of(
                    new Partitioning(Optional.of("sold_at"), Granularity.MONTH, Optional.empty())),
                List.of("id"),
                ((Translated.CreateTable)
                        warehouse.translate(
                            "CREATE TABLE a.b (x INT64) OPTIONS (description = 'all', labels ="
                                + " [('team', 'core')])"))
                    .options(),
                Optional.empty()));
  }

  @Test
  void readsPartitionsByRange() {
    Translated.CreateTable create =
        (Translated.CreateTable)
            warehouse.translate(
                "CREATE TABLE IF NOT EXISTS shop.t (id INT64) PARTITION BY RANGE_BUCKET(id,"
                    + " GENERATE_ARRAY(0, 100, 10))");
    assertThat(create.ifThere()).isEqualTo(IfThere.KEEP);
    assertThat(create.partitioning())
        .contains(
            new Partitioning(
                Optional.of("id"), Granularity.RANGE, Optional.of(new Range(0, 100, 10))));
  }

  @Test
  void readsDropsAndAlters() {
    assertThat(warehouse.translate("DROP VIEW IF EXISTS shop.v"))
        .isEqualTo(
            new Translated.Drop(
                sluice.sql.analysis.StatementKind.DROP_VIEW,
                TableId.parse("shop.v"),
                Translated.IfAbsent.IGNORE));
    assertThat(warehouse.translate("DROP SCHEMA shop CASCADE"))
        .isEqualTo(new Translated.DropSchema("shop", Translated.IfAbsent.FAIL, true));
    assertThat(
            warehouse.translate(
                "ALTER TABLE shop.stock ADD COLUMN IF NOT EXISTS note STRING, ADD COLUMN n INT64"))
        .isEqualTo(
            new Translated.Alter(
                sluice.sql.analysis.StatementKind.ALTER_TABLE,
                TableId.parse("shop.stock"),
                Translated.IfAbsent.FAIL,
                List.of(
                    new Translated.AddColumn(Column.of("note", ColumnType.STRING), IfThere.KEEP),
                    new Translated.AddColumn(Column.of("n", ColumnType.INT64), IfThere.FAIL))));
    assertThat(warehouse.translate("CREATE SCHEMA IF NOT EXISTS mart"))
        .isEqualTo(new Translated.CreateSchema("mart", IfThere.KEEP, Map.of()));
  }

  @Test
  void refusesByName() {
    assertThatThrownBy(() -> warehouse.run("UPDATE shop.stock SET place.shelf = 2 WHERE TRUE"))
        .hasMessage(
            "The local engine does not run UPDATE of a part of a column. Rewrite the statement"
                + " without it.");
    assertThatThrownBy(() -> warehouse.run("SELECT ST_GEOGPOINT(1, 2) AS p"))
        .isInstanceOf(UnsupportedSqlException.class)
        .hasMessageContaining("ST_GEOGPOINT");
    assertThatThrownBy(() -> warehouse.run("CALL shop.refresh()"))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void givesTheErrorAUserWouldRead() {
    assertThatThrownBy(() -> warehouse.run("SELECT 1 / amount AS x FROM shop.stock"))
        .isInstanceOf(SQLException.class)
        .extracting(e -> GoogleSqlEngine.message((SQLException) e))
        .isEqualTo("division by zero: 1.0 / 0.0");
  }
}

package sluice.local.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Statements as marts have them, over the tables of a small shop. */
@TestInstance(Lifecycle.PER_CLASS)
final class MartsTest {
  private Warehouse warehouse;

  @BeforeAll
  void open() throws SQLException {
    warehouse = new Warehouse(QueryContext.of("acme", Instant.parse("2026-03-04T05:06:07Z")));
    warehouse.run(
        """
        CREATE TABLE lake.orders AS
        SELECT * EXCEPT (placed), TIMESTAMP(placed) AS placed_at
        FROM UNNEST(ARRAY<STRUCT<id INT64, customer STRING, placed STRING, status STRING,
          lines ARRAY<STRUCT<sku STRING, n INT64, price NUMERIC>>, payload STRING>>[
            (1, 'ann', '2026-01-05 10:00:00', 'paid', [STRUCT('tea' AS sku, 2 AS n, NUMERIC '3.5' AS price), STRUCT('cup' AS sku, 1 AS n, NUMERIC '8' AS price)],
              '{"channel": "web", "utm": {"source": "mail"}, "tags": ["a", "b"]}'),
            (2, 'bob', '2026-01-05 23:30:00', 'paid', [STRUCT('tea' AS sku, 1 AS n, NUMERIC '3.5' AS price)], '{"channel": "app"}'),
            (3, 'ann', '2026-01-06 09:00:00', 'cancelled', [STRUCT('pot' AS sku, 1 AS n, NUMERIC '20' AS price)], CAST(NULL AS STRING)),
            (4, 'cid', '2026-02-01 00:10:00', 'paid', [STRUCT('pot' AS sku, 1 AS n, NUMERIC '20' AS price), STRUCT('tea' AS sku, 4 AS n, NUMERIC '3.25' AS price)],
              '{"channel": "web", "tags": []}'),
            (5, 'ann', '2026-02-10 12:00:00', 'paid', [STRUCT('cup' AS sku, 2 AS n, NUMERIC '8' AS price)],
              '{"channel": "web", "tags": ["b"]}'),
            (6, 'bob', '2026-03-01 08:00:00', 'new', CAST(NULL AS ARRAY<STRUCT<sku STRING, n INT64, price NUMERIC>>), 'broken {')])
        """);
    warehouse.run(
        """
        CREATE TABLE lake.customers AS SELECT * FROM UNNEST([
          STRUCT('ann' AS name, 'JP' AS country, 1 AS version, TIMESTAMP '2026-01-01 00:00:00+00' AS seen),
          ('ann', 'FR', 2, TIMESTAMP '2026-02-01 00:00:00+00'),
          ('bob', 'JP', 1, TIMESTAMP '2026-01-02 00:00:00+00'),
          ('dan', 'US', 1, TIMESTAMP '2026-01-03 00:00:00+00')])
        """);
    warehouse.run(
        """
        CREATE TABLE lake.events AS SELECT * FROM UNNEST([
          STRUCT('ann' AS who, 'view' AS step, TIMESTAMP '2026-01-05 09:00:00+00' AS moment),
          ('ann', 'cart', TIMESTAMP '2026-01-05 09:10:00+00'),
          ('ann', 'buy', TIMESTAMP '2026-01-05 10:00:00+00'),
          ('bob', 'view', TIMESTAMP '2026-01-05 22:00:00+00'),
          ('bob', 'cart', TIMESTAMP '2026-01-05 22:05:00+00'),
          ('dan', 'view', TIMESTAMP '2026-01-07 07:00:00+00'),
          ('dan', 'view', TIMESTAMP '2026-01-07 09:00:00+00')])
        """);
  }

  @AfterAll
  void close() throws SQLException {
    warehouse.close();
  }

  private List<String> run(String sql) throws SQLException {
    return warehouse.run(sql);
  }

  @Test
  void sumsDailySalesWithARunningTotal() throws SQLException {
    assertThat(
            run(
                """
                WITH daily AS (
                  SELECT DATE(placed_at, 'Asia/Tokyo') AS day, SUM(l.n * l.price) AS sales,
                    COUNT(DISTINCT id) AS orders
                  FROM lake.orders, UNNEST(lines) AS l
                  WHERE status = 'paid' GROUP BY day
                )
                SELECT day, sales, orders, SUM(sales) OVER (ORDER BY day) AS total,
                  ROUND(SAFE_DIVIDE(sales, LAG(sales) OVER (ORDER BY day)), 3) AS growth
                FROM daily ORDER BY day
                """))
        .containsExactly(
            "2026-01-05 | 15.000000000 | 1 | 15.000000000 | NULL",
            "2026-01-06 | 3.500000000 | 1 | 18.500000000 | 0.233000000",
            "2026-02-01 | 33.000000000 | 1 | 51.500000000 | 9.429000000",
            "2026-02-10 | 16.000000000 | 1 | 67.500000000 | 0.485000000");
  }

  @Test
  void fillsTheDaysWithoutSales() throws SQLException {
    assertThat(
            run(
                """
                SELECT day, COALESCE(COUNT(o.id), 0) AS orders
                FROM UNNEST(GENERATE_DATE_ARRAY(DATE '2026-01-04', DATE '2026-01-07')) AS day
                LEFT JOIN lake.orders o ON DATE(o.placed_at) = day AND o.status <> 'cancelled'
                GROUP BY day ORDER BY day
                """))
        .containsExactly("2026-01-04 | 0", "2026-01-05 | 2", "2026-01-06 | 0", "2026-01-07 | 0");
  }

  @Test
  void keepsTheLatestRowOfEach() throws SQLException {
    assertThat(
            run(
                """
                SELECT * EXCEPT (version) FROM lake.customers
                QUALIFY ROW_NUMBER() OVER (PARTITION BY name ORDER BY version DESC) = 1
                ORDER BY name
                """))
        .containsExactly(
            "'ann' | 'FR' | 1769904000000000",
            "'bob' | 'JP' | 1767312000000000",
            "'dan' | 'US' | 1767398400000000");
  }

  @Test
  void joinsWhatWasTrueThen() throws SQLException {
    assertThat(
            run(
                """
                SELECT o.id, c.country FROM lake.orders o
                LEFT JOIN (
                  SELECT name, country, seen AS valid_from,
                    LEAD(seen, 1, TIMESTAMP '9999-12-31 00:00:00+00')
                      OVER (PARTITION BY name ORDER BY seen) AS valid_to
                  FROM lake.customers
                ) c ON c.name = o.customer AND o.placed_at >= valid_from AND o.placed_at < valid_to
                ORDER BY o.id
                """))
        .containsExactly("1 | 'JP'", "2 | 'JP'", "3 | 'JP'", "4 | NULL", "5 | 'FR'", "6 | 'JP'");
  }

  @Test
  void upsertsADimension() throws SQLException {
    run("CREATE TABLE mart.customers (name STRING, orders INT64, spent NUMERIC, last DATE)");
    run("INSERT mart.customers VALUES ('ann', 0, 0, NULL), ('zoe', 3, 1, '2020-01-01')");
    String upsert =
        """
        MERGE mart.customers AS t
        USING (
          SELECT customer, COUNT(*) AS orders, DATE(MAX(placed_at)) AS last,
            SUM((SELECT SUM(l.n * l.price) FROM UNNEST(lines) l)) AS spent
          FROM lake.orders WHERE status = 'paid' GROUP BY customer
        ) AS s
        ON t.name = s.customer
        WHEN MATCHED AND t.orders <> s.orders THEN
          UPDATE SET orders = s.orders, spent = s.spent, last = s.last
        WHEN NOT MATCHED THEN
          INSERT (name, orders, spent, last) VALUES (s.customer, s.orders, s.spent, s.last)
        """;
    assertThat(run(upsert)).containsExactly("{INSERTED=2, UPDATED=1}");
    assertThat(run(upsert)).containsExactly("{INSERTED=0, UPDATED=0}");
    assertThat(run("SELECT * FROM mart.customers ORDER BY name"))
        .containsExactly(
            "'ann' | 2 | 31.000000000 | 2026-02-10",
            "'bob' | 1 | 3.500000000 | 2026-01-05",
            "'cid' | 1 | 33.000000000 | 2026-02-01",
            "'zoe' | 3 | 1.000000000 | 2020-01-01");
  }

  @Test
  void countsAFunnel() throws SQLException {
    assertThat(
            run(
                """
                WITH firsts AS (
                  SELECT who, MIN(IF(step = 'view', moment, NULL)) AS viewed,
                    MIN(IF(step = 'cart', moment, NULL)) AS carted,
                    MIN(IF(step = 'buy', moment, NULL)) AS bought
                  FROM lake.events GROUP BY who
                )
                SELECT COUNTIF(viewed IS NOT NULL) AS views, COUNTIF(carted > viewed) AS carts,
                  COUNTIF(bought > carted) AS buys,
                  ROUND(SAFE_DIVIDE(COUNTIF(bought > carted), COUNT(*)), 4) AS rate,
                  AVG(TIMESTAMP_DIFF(carted, viewed, MINUTE)) AS minutes
                FROM firsts
                """))
        .containsExactly("3 | 2 | 1 | 0.3333 | 7.5");
  }

  @Test
  void cutsSessionsAtGaps() throws SQLException {
    assertThat(
            run(
                """
                SELECT who, session, COUNT(*) AS events, TIMESTAMP_DIFF(MAX(moment), MIN(moment), SECOND) AS s
                FROM (
                  SELECT who, moment, COUNTIF(gap IS NULL OR gap > 30) OVER (PARTITION BY who ORDER BY moment) AS session
                  FROM (
                    SELECT who, moment, TIMESTAMP_DIFF(moment, LAG(moment) OVER (PARTITION BY who ORDER BY moment), MINUTE) AS gap
                    FROM lake.events
                  )
                ) GROUP BY who, session ORDER BY who, session
                """))
        .containsExactly(
            "'ann' | 1 | 2 | 600",
            "'ann' | 2 | 1 | 0",
            "'bob' | 1 | 2 | 300",
            "'dan' | 1 | 1 | 0",
            "'dan' | 2 | 1 | 0");
  }

  @Test
  void measuresRetentionByCohort() throws SQLException {
    assertThat(
            run(
                """
                WITH active AS (
                  SELECT DISTINCT customer, DATE_TRUNC(DATE(placed_at), MONTH) AS month FROM lake.orders
                ), cohorts AS (
                  SELECT customer, month, MIN(month) OVER (PARTITION BY customer) AS cohort FROM active
                )
                SELECT cohort, DATE_DIFF(month, cohort, MONTH) AS age, COUNT(*) AS customers,
                  COUNT(*) / MAX(COUNT(*)) OVER (PARTITION BY cohort) AS share
                FROM cohorts GROUP BY cohort, age ORDER BY cohort, age
                """))
        .containsExactly(
            "2026-01-01 | 0 | 2 | 1.0",
            "2026-01-01 | 1 | 1 | 0.5",
            "2026-01-01 | 2 | 1 | 0.5",
            "2026-02-01 | 0 | 1 | 1.0");
  }

  @Test
  void pivotsSalesByMonth() throws SQLException {
    assertThat(
            run(
                """
                SELECT * FROM (
                  SELECT l.sku, FORMAT_TIMESTAMP('%Y%m', placed_at) AS month, l.n
                  FROM lake.orders o JOIN UNNEST(o.lines) l WHERE o.status = 'paid'
                ) PIVOT (SUM(n) AS n FOR month IN ('202601' AS jan, '202602' AS feb))
                ORDER BY sku
                """))
        .containsExactly("'cup' | 1 | 2", "'pot' | NULL | 1", "'tea' | 3 | 4");
  }

  @Test
  void readsJsonPayloads() throws SQLException {
    assertThat(
            run(
                """
                SELECT id, JSON_VALUE(payload, '$.channel') AS channel,
                  JSON_VALUE(payload, '$.utm.source') AS source, tag,
                  SAFE.PARSE_JSON(payload) IS NULL AS bad
                FROM lake.orders LEFT JOIN UNNEST(JSON_VALUE_ARRAY(payload, '$.tags')) AS tag
                ORDER BY id, tag
                """))
        .containsExactly(
            "1 | 'web' | 'mail' | 'a' | false",
            "1 | 'web' | 'mail' | 'b' | false",
            "2 | 'app' | NULL | NULL | false",
            "3 | NULL | NULL | NULL | true",
            "4 | 'web' | NULL | NULL | false",
            "5 | 'web' | NULL | 'b' | false",
            "6 | NULL | NULL | NULL | true");
  }

  @Test
  void nestsLinesUnderTheirOrders() throws SQLException {
    run(
        """
        CREATE TABLE mart.baskets PARTITION BY day CLUSTER BY customer AS
        SELECT DATE(placed_at) AS day, customer,
          ARRAY_AGG(STRUCT(id, (SELECT AS STRUCT COUNT(*) AS lines, MAX(l.price) AS dearest
            FROM UNNEST(lines) l) AS basket) ORDER BY id) AS orders,
          ARRAY_CONCAT_AGG(ARRAY(SELECT l.sku FROM UNNEST(lines) l WITH OFFSET o ORDER BY o) ORDER BY id) AS skus
        FROM lake.orders GROUP BY day, customer
        """);
    assertThat(
            run(
                """
                SELECT customer, o.id, o.basket.dearest, ARRAY_TO_STRING(skus, '+') AS skus
                FROM mart.baskets, UNNEST(orders) AS o WHERE day < '2026-02-02' ORDER BY o.id
                """))
        .containsExactly(
            "'ann' | 1 | 8.000000000 | 'tea+cup'",
            "'bob' | 2 | 3.500000000 | 'tea'",
            "'ann' | 3 | 20.000000000 | 'pot'",
            "'cid' | 4 | 20.000000000 | 'pot+tea'");
  }

  @Test
  void totalsAtEveryLevel() throws SQLException {
    assertThat(
            run(
                """
                SELECT IF(GROUPING(status) = 1, 'all', status) AS state,
                  FORMAT("%.2f", CAST(SUM(l.n * l.price) AS FLOAT64)) AS sales
                FROM lake.orders, UNNEST(lines) l GROUP BY ROLLUP (status) ORDER BY 1
                """))
        .containsExactly("'all' | '87.50'", "'cancelled' | '20.00'", "'paid' | '67.50'");
  }

  @Test
  void readsInPipes() throws SQLException {
    assertThat(
            run(
                """
                FROM lake.orders
                |> WHERE status = 'paid'
                |> CROSS JOIN UNNEST(lines) AS l
                |> AGGREGATE SUM(l.n) AS n, ANY_VALUE(l.sku HAVING MAX l.price) AS dearest
                   GROUP BY customer
                |> EXTEND RANK() OVER (ORDER BY n DESC) AS place
                |> ORDER BY place, customer
                |> LIMIT 2
                """))
        .containsExactly("'ann' | 5 | 'cup' | 1", "'cid' | 5 | 'pot' | 1");
  }

  @Test
  void walksAHierarchy() throws SQLException {
    assertThat(
            run(
                """
                WITH RECURSIVE edges AS (
                  SELECT * FROM UNNEST([STRUCT('all' AS parent, 'drinks' AS child), ('drinks', 'tea'),
                    ('drinks', 'coffee'), ('all', 'ware'), ('ware', 'cup')])
                ), paths AS (
                  SELECT child, CONCAT(parent, '/', child) AS path, 1 AS depth FROM edges WHERE parent = 'all'
                  UNION ALL
                  SELECT e.child, CONCAT(p.path, '/', e.child), p.depth + 1
                  FROM paths p JOIN edges e ON e.parent = p.child
                )
                SELECT path, depth FROM paths ORDER BY path
                """))
        .containsExactly(
            "'all/drinks' | 1",
            "'all/drinks/coffee' | 2",
            "'all/drinks/tea' | 2",
            "'all/ware' | 1",
            "'all/ware/cup' | 2");
  }

  @Test
  void checksATableInOneQuery() throws SQLException {
    assertThat(
            run(
                """
                SELECT COUNT(*) - COUNT(DISTINCT id) AS twice, COUNTIF(customer IS NULL) AS nameless,
                  COUNTIF(NOT REGEXP_CONTAINS(customer, r'^[a-z]+$')) AS odd,
                  LOGICAL_AND(placed_at < CURRENT_TIMESTAMP()) AS past,
                  APPROX_COUNT_DISTINCT(status) AS statuses,
                  APPROX_QUANTILES(ARRAY_LENGTH(lines), 2)[OFFSET(1)] AS middle
                FROM lake.orders
                """))
        .containsExactly("0 | 0 | 0 | true | 3 | 1");
  }

  @Test
  void givesStructsAsColumns() throws SQLException {
    assertThat(
            run(
                "SELECT AS STRUCT customer, COUNT(*) AS n FROM lake.orders GROUP BY customer ORDER BY n DESC LIMIT 1"))
        .containsExactly("'ann' | 3");
  }
}

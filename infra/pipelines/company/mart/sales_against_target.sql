/*
description: Net sales of a month against what the planning team expected.
materialization: view
columns:
  month: The first day of the month.
  target: In yen; NULL for a shop without a plan.
  attainment: net_sales / target.
*/
WITH targets AS (
  SELECT
    shop_code,
    PARSE_DATE('%Y/%m', month) AS month,
    -- People type thousands with commas.
    CAST(REPLACE(target, ',', '') AS NUMERIC) AS target
  FROM lake_partner.sales_targets
),

sales AS (
  SELECT
    shop_code,
    DATE_TRUNC(sales_date, MONTH) AS month,
    SUM(net_sales) AS net_sales
  FROM mart.daily_sales_by_shop
  GROUP BY ALL
)

SELECT
  month,
  shop_code,
  COALESCE(sales.net_sales, 0) AS net_sales,
  targets.target,
  SAFE_DIVIDE(CAST(sales.net_sales AS FLOAT64), CAST(targets.target AS FLOAT64)) AS attainment
FROM targets
FULL OUTER JOIN sales
  USING (month, shop_code)

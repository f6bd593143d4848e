/*
description: How many of those who first bought in one month bought again in the months after it.
columns:
  cohort_month: The month of a customer's first purchase.
  months_later: 0 is that month itself.
  cohort_customers: How many customers first bought in that month.
  active_customers: How many of them bought in the month that is so many months later.
  repeat_rate: active_customers / cohort_customers; 1 for months_later = 0.
checks:
  - unique: [cohort_month, months_later]
  - not_null: [cohort_month, months_later, repeat_rate]
  - expression: active_customers <= cohort_customers
  - expression: months_later > 0 OR active_customers = cohort_customers
*/
WITH active_months AS (
  SELECT DISTINCT
    customer_id,
    DATE_TRUNC(order_date, MONTH) AS active_month
  FROM warehouse.orders
  WHERE is_sale AND customer_id IS NOT NULL
),

cohorts AS (
  SELECT
    customer_id,
    active_month,
    MIN(active_month) OVER (PARTITION BY customer_id) AS cohort_month,
    MAX(active_month) OVER () AS last_month
  FROM active_months
),

-- Every month up to the last with sales, so that a month in which nobody came back shows as 0.
grid AS (
  SELECT
    cohort_month,
    months_later,
    COUNT(DISTINCT customer_id) AS cohort_customers
  FROM cohorts
  CROSS JOIN UNNEST(GENERATE_ARRAY(0, DATE_DIFF(last_month, cohort_month, MONTH))) AS months_later
  GROUP BY cohort_month, months_later
),

returns AS (
  SELECT
    cohort_month,
    DATE_DIFF(active_month, cohort_month, MONTH) AS months_later,
    COUNT(*) AS active_customers
  FROM cohorts
  GROUP BY ALL
)

SELECT
  grid.cohort_month,
  grid.months_later,
  grid.cohort_customers,
  COALESCE(returns.active_customers, 0) AS active_customers,
  SAFE_DIVIDE(COALESCE(returns.active_customers, 0), grid.cohort_customers) AS repeat_rate
FROM grid
LEFT JOIN returns
  ON returns.cohort_month = grid.cohort_month AND returns.months_later = grid.months_later

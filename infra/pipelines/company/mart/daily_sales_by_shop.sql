/*
description: Sales by day and shop, in yen. A day without sales or refunds has no row.
partition: sales_date by month
cluster: [shop_id]
freshness: PT3H
columns:
  sales_date: The day in Asia/Tokyo; a refund counts on the day it was given.
  orders: Orders that were paid for.
  customers: How many different customers bought; guests are not counted.
  items: Lines of those orders.
  gross_sales: What customers paid.
  discounts: What coupons took off; gross_sales is after it.
  net_sales: gross_sales - refunds.
  month_to_date: net_sales since the first of the month.
checks:
  - unique: [sales_date, shop_id]
  - not_null: [sales_date, shop_id, net_sales]
  - references: {shop_id: warehouse.shops.shop_id}
  - expression: gross_sales >= 0 AND refunds >= 0
  - rows: {at_least: 1}
*/
WITH items AS (
  SELECT order_id, COUNT(*) AS items
  FROM warehouse.order_items
  GROUP BY order_id
),

sales AS (
  SELECT
    orders.order_date AS sales_date,
    orders.shop_id,
    COUNT(*) AS orders,
    COUNT(DISTINCT orders.customer_id) AS customers,
    SUM(items.items) AS items,
    SUM(orders.amount) AS gross_sales,
    SUM(orders.discount) AS discounts
  FROM warehouse.orders AS orders
  LEFT JOIN items
    ON items.order_id = orders.order_id
  WHERE orders.is_sale
  GROUP BY ALL
),

refunds AS (
  SELECT
    refunds.refund_date AS sales_date,
    orders.shop_id,
    SUM(refunds.amount) AS refunds
  FROM warehouse.refunds AS refunds
  JOIN warehouse.orders AS orders
    ON orders.order_id = refunds.order_id
  GROUP BY ALL
),

days AS (
  SELECT
    sales_date,
    shop_id,
    COALESCE(sales.orders, 0) AS orders,
    COALESCE(sales.customers, 0) AS customers,
    COALESCE(sales.items, 0) AS items,
    COALESCE(sales.gross_sales, 0) AS gross_sales,
    COALESCE(sales.discounts, 0) AS discounts,
    COALESCE(refunds.refunds, 0) AS refunds
  FROM sales
  FULL OUTER JOIN refunds
    USING (sales_date, shop_id)
)

SELECT
  days.sales_date,
  days.shop_id,
  shops.shop_code,
  shops.shop_name,
  shops.prefecture,
  days.orders,
  days.customers,
  days.items,
  days.gross_sales,
  days.discounts,
  days.refunds,
  days.gross_sales - days.refunds AS net_sales,
  SUM(days.gross_sales - days.refunds) OVER (
    PARTITION BY days.shop_id, DATE_TRUNC(days.sales_date, MONTH)
    ORDER BY days.sales_date
  ) AS month_to_date
FROM days
LEFT JOIN warehouse.shops AS shops
  ON shops.shop_id = days.shop_id

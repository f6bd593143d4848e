/*
description: How many orders of each month are in which status.
columns:
  order_month: The first day of the month, in Asia/Tokyo.
checks:
  - unique: [order_month]
  - not_null: [order_month]
*/
SELECT
  order_month,
  pending,
  paid,
  shipped,
  delivered,
  returned,
  cancelled
FROM (
  SELECT DATE_TRUNC(order_date, MONTH) AS order_month, status
  FROM warehouse.orders
)
PIVOT (
  COUNT(*)
  FOR status IN ('pending', 'paid', 'shipped', 'delivered', 'returned', 'cancelled')
)

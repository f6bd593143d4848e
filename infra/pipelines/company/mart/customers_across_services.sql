/*
description: What each person does with the company as a whole. Who never bought nor reserved is not here.
cluster: [customer_key]
columns:
  customer_key: The identity platform's id, or the service's where the account is not linked.
  services: ec, reservations, or both.
  sales: What they paid for orders, less refunds, in yen.
  no_shows: Reservations they did not come to.
  first_seen: The day of the first order or visit.
  last_seen: The day of the last one.
  segment: loyal (3 or more purchases or visits in all), returning (2) or new.
checks:
  - unique: [customer_key]
  - not_null: [customer_key, services, first_seen]
  - accepted: {services: [ec, reservations, both]}
  - accepted: {segment: [new, returning, loyal]}
  - expression: first_seen <= last_seen
*/
WITH refunds AS (
  SELECT order_id, SUM(amount) AS amount
  FROM warehouse.refunds
  GROUP BY order_id
),

purchases AS (
  SELECT
    orders.customer_id,
    COUNT(*) AS orders,
    SUM(orders.amount - COALESCE(refunds.amount, 0)) AS sales,
    MIN(orders.order_date) AS first_seen,
    MAX(orders.order_date) AS last_seen
  FROM warehouse.orders AS orders
  LEFT JOIN refunds
    ON refunds.order_id = orders.order_id
  WHERE orders.is_sale AND orders.customer_id IS NOT NULL
  GROUP BY customer_id
),

visits AS (
  SELECT
    member_id,
    COUNTIF(status = 'visited') AS visits,
    COUNTIF(status = 'no_show') AS no_shows,
    AVG(rating) AS average_rating,
    MIN(visit_date) AS first_seen,
    MAX(visit_date) AS last_seen
  FROM warehouse.reservations
  WHERE status IN ('visited', 'no_show')
  GROUP BY member_id
)

SELECT
  customers.customer_key,
  CASE
    WHEN visits.member_id IS NULL THEN 'ec'
    WHEN purchases.customer_id IS NULL THEN 'reservations'
    ELSE 'both'
  END AS services,
  customers.prefecture,
  COALESCE(purchases.orders, 0) AS orders,
  COALESCE(purchases.sales, 0) AS sales,
  COALESCE(visits.visits, 0) AS visits,
  COALESCE(visits.no_shows, 0) AS no_shows,
  visits.average_rating,
  LEAST(
    COALESCE(purchases.first_seen, visits.first_seen),
    COALESCE(visits.first_seen, purchases.first_seen)
  ) AS first_seen,
  GREATEST(
    COALESCE(purchases.last_seen, visits.last_seen),
    COALESCE(visits.last_seen, purchases.last_seen)
  ) AS last_seen,
  CASE
    WHEN COALESCE(purchases.orders, 0) + COALESCE(visits.visits, 0) >= 3 THEN 'loyal'
    WHEN COALESCE(purchases.orders, 0) + COALESCE(visits.visits, 0) = 2 THEN 'returning'
    ELSE 'new'
  END AS segment
FROM warehouse.customers AS customers
LEFT JOIN purchases
  ON purchases.customer_id = customers.customer_id
LEFT JOIN visits
  ON visits.member_id = customers.member_id
WHERE purchases.customer_id IS NOT NULL OR visits.member_id IS NOT NULL

-- PostgreSQL, on ec. Every sale and every refund is one entry; days are sums of entries.
WITH entries AS (
  SELECT (o.ordered_at AT TIME ZONE 'Asia/Tokyo')::date AS day, o.shop_id, o.customer_id,
    1 AS orders, (SELECT count(*) FROM order_items i WHERE i.order_id = o.id) AS items,
    o.amount AS gross, o.discount, 0 AS refund
  FROM orders o
  WHERE o.status IN ('paid', 'shipped', 'delivered', 'returned')
  UNION ALL
  SELECT (r.refunded_at AT TIME ZONE 'Asia/Tokyo')::date, o.shop_id, NULL, 0, 0, 0, 0, r.amount
  FROM refunds r, orders o
  WHERE o.id = r.order_id
), days AS (
  SELECT day, shop_id, sum(orders)::bigint AS orders, count(DISTINCT customer_id) AS customers,
    sum(items)::bigint AS items, sum(gross) AS gross, sum(discount) AS discount,
    sum(refund) AS refund
  FROM entries
  GROUP BY day, shop_id
)
SELECT day, shop_id, code, name, prefecture, orders, customers, items, gross, discount, refund,
  gross - refund,
  sum(gross - refund) OVER (
    PARTITION BY shop_id, to_char(day, 'YYYY-MM') ORDER BY day ROWS UNBOUNDED PRECEDING)
FROM days, shops
WHERE shops.id = shop_id

-- PostgreSQL, on ec. What each customer bought; everyone is here, whether they bought or not.
SELECT coalesce(c.identity_id::text, 'ec:' || c.id), c.prefecture,
  count(o.id),
  coalesce(sum(o.amount), 0)
    - coalesce(sum((SELECT sum(r.amount) FROM refunds r WHERE r.order_id = o.id)), 0),
  min((o.ordered_at AT TIME ZONE 'Asia/Tokyo')::date),
  max((o.ordered_at AT TIME ZONE 'Asia/Tokyo')::date)
FROM customers c
LEFT JOIN orders o ON o.customer_id = c.id AND o.status NOT IN ('pending', 'cancelled')
GROUP BY c.id

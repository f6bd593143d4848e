-- PostgreSQL, on ec.
SELECT date_trunc('month', ordered_at AT TIME ZONE 'Asia/Tokyo')::date,
  count(*) FILTER (WHERE status = 'pending'), count(*) FILTER (WHERE status = 'paid'),
  count(*) FILTER (WHERE status = 'shipped'), count(*) FILTER (WHERE status = 'delivered'),
  count(*) FILTER (WHERE status = 'returned'), count(*) FILTER (WHERE status = 'cancelled')
FROM orders
GROUP BY 1

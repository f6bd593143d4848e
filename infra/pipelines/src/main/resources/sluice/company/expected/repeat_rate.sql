-- PostgreSQL, on ec.
WITH active AS (
  SELECT customer_id, date_trunc('month', ordered_at AT TIME ZONE 'Asia/Tokyo')::date AS month
  FROM orders
  WHERE customer_id IS NOT NULL AND status NOT IN ('pending', 'cancelled')
  GROUP BY 1, 2
), cohort AS (
  SELECT customer_id, min(month) AS first FROM active GROUP BY 1
), sizes AS (
  SELECT first, count(*) AS size FROM cohort GROUP BY 1
), counted AS (
  SELECT first, month, size,
    (SELECT count(*) FROM cohort c JOIN active a USING (customer_id)
     WHERE c.first = s.first AND a.month = m.month::date) AS back
  FROM sizes s, generate_series(s.first::timestamp, (SELECT max(month) FROM active), '1 month') AS m(month)
)
SELECT first,
  (extract(year FROM age(month, first)) * 12 + extract(month FROM age(month, first)))::bigint,
  size, back, back::float8 / size
FROM counted

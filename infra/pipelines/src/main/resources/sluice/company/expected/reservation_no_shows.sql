-- PostgreSQL, on reservations.
WITH due AS (
  SELECT venue_id, date_trunc('month', starts_at)::date AS month, party_size,
    (status = 'no_show')::integer AS missed,
    EXISTS (SELECT FROM reservation_events e WHERE e.reservation_id = r.id AND kind = 'reminded')
      AS reminded
  FROM reservations r
  WHERE status = 'visited' OR status = 'no_show'
)
SELECT month, venue_id, shop_code, name, count(*), sum(missed), sum(missed * party_size),
  avg(missed)::float8,
  avg(missed) FILTER (WHERE reminded)::float8,
  avg(missed) FILTER (WHERE NOT reminded)::float8
FROM due JOIN venues ON venues.id = venue_id
GROUP BY month, venue_id, shop_code, name

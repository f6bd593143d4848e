-- PostgreSQL, on reservations. How often each member came, or did not; only those who should have.
SELECT coalesce(m.identity_id::text, 'reservations:' || m.id),
  count(*) FILTER (WHERE r.status = 'visited'),
  count(*) FILTER (WHERE r.status = 'no_show'),
  sum(v.rating)::float8 / nullif(count(v.rating), 0),
  min(r.starts_at::date), max(r.starts_at::date)
FROM members m
JOIN reservations r ON r.member_id = m.id AND r.status IN ('visited', 'no_show')
LEFT JOIN reviews v ON v.reservation_id = r.id
GROUP BY m.id

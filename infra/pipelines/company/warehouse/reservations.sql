/*
description: Reservations, one row each, with what happened to them and what guests said.
partition: visit_date by month
cluster: [venue_id]
columns:
  visit_date: The day of the visit, in the venue's own time.
  lead_days: How many days ahead it was booked.
  was_reminded: Whether a reminder was sent.
  changes: How often it was changed.
  paid_deposit: Whether money was paid ahead.
  rating: 1 to 5; NULL without a review.
checks:
  - unique: [reservation_id]
  - not_null: [reservation_id, venue_id, member_id, status, visit_date]
  - accepted: {status: [booked, visited, no_show, cancelled]}
  - expression: rating BETWEEN 1 AND 5
*/
WITH latest AS (
  SELECT *
  FROM lake_reservations.reservations
  QUALIFY ROW_NUMBER() OVER (PARTITION BY id ORDER BY updated_at DESC, _extracted_at DESC) = 1
),

-- Events are never updated, but the overlap reads some of them twice: count each id once.
events AS (
  SELECT
    reservation_id,
    COUNT(DISTINCT IF(kind = 'reminded', id, NULL)) AS reminders,
    COUNT(DISTINCT IF(kind = 'changed', id, NULL)) AS changes
  FROM lake_reservations.reservation_events
  GROUP BY reservation_id
),

reviews AS (
  SELECT reservation_id, rating
  FROM lake_reservations.reviews
  QUALIFY ROW_NUMBER() OVER (PARTITION BY id ORDER BY updated_at DESC, _extracted_at DESC) = 1
)

SELECT
  latest.id AS reservation_id,
  latest.venue_id,
  latest.member_id,
  latest.status,
  DATE(latest.starts_at) AS visit_date,
  EXTRACT(HOUR FROM latest.starts_at) AS visit_hour,
  DATE_DIFF(DATE(latest.starts_at), DATE(latest.booked_at, 'Asia/Tokyo'), DAY) AS lead_days,
  latest.party_size,
  latest.courses,
  COALESCE(latest.deposit, 0) > 0 AS paid_deposit,
  COALESCE(events.reminders, 0) > 0 AS was_reminded,
  COALESCE(events.changes, 0) AS changes,
  reviews.rating
FROM latest
LEFT JOIN events
  ON events.reservation_id = latest.id
LEFT JOIN reviews
  ON reviews.reservation_id = latest.id

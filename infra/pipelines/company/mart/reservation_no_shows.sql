/*
description: Guests who did not come, by venue and month of the visit, and whether reminders help.
columns:
  visit_month: The first day of the month.
  due: Reservations that were neither cancelled nor are still to come.
  no_shows: Those of them to which nobody came.
  empty_seats: How many guests were expected with them.
  no_show_rate: no_shows / due.
  reminded_rate: The same among those who were reminded; NULL when nobody was.
  not_reminded_rate: The same among those who were not.
checks:
  - unique: [venue_id, visit_month]
  - not_null: [venue_id, visit_month, no_show_rate]
  - expression: no_show_rate BETWEEN 0 AND 1
  - expression: no_shows <= due AND no_shows <= empty_seats
*/
FROM warehouse.reservations
|> WHERE status IN ('visited', 'no_show')
|> EXTEND
     DATE_TRUNC(visit_date, MONTH) AS visit_month,
     status = 'no_show' AS missed
|> AGGREGATE
     COUNT(*) AS due,
     COUNTIF(missed) AS no_shows,
     SUM(IF(missed, party_size, 0)) AS empty_seats,
     SAFE_DIVIDE(COUNTIF(missed AND was_reminded), COUNTIF(was_reminded)) AS reminded_rate,
     SAFE_DIVIDE(COUNTIF(missed AND NOT was_reminded), COUNTIF(NOT was_reminded)) AS not_reminded_rate
   GROUP BY venue_id, visit_month
|> LEFT JOIN lake_reservations.venues AS venues
     ON venues.id = venue_id
|> SELECT
     visit_month,
     venue_id,
     venues.shop_code,
     venues.name AS venue_name,
     due,
     no_shows,
     empty_seats,
     SAFE_DIVIDE(no_shows, due) AS no_show_rate,
     reminded_rate,
     not_reminded_rate

/*
description: Shops, with the restaurant in them if there is one.
columns:
  shop_id: The e-commerce service's id.
  shop_code: The code every service and partner knows the shop by.
  shop_kind: store, online or outlet.
  is_open: Whether the shop has not closed for good.
  venue_id: The reservation service's id of the shop's restaurant, if it has one.
  takes_cash: Whether one can pay in cash.
checks:
  - unique: [shop_id]
  - unique: [shop_code]
  - not_null: [shop_id, shop_code, shop_name]
  - accepted: {shop_kind: [store, online, outlet]}
  - rows: {at_least: 1}
*/
SELECT
  shops.id AS shop_id,
  shops.code AS shop_code,
  TRIM(shops.name) AS shop_name,
  shops.kind AS shop_kind,
  shops.prefecture,
  shops.opened_on,
  shops.closed_on IS NULL AS is_open,
  'cash' IN UNNEST(shops.payment_methods) AS takes_cash,
  venues.id AS venue_id,
  venues.seats
FROM lake_ec.shops AS shops
LEFT JOIN lake_reservations.venues AS venues
  ON venues.shop_code = shops.code

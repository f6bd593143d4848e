/*
description: Orders, one row each, as they were last read.
partition: order_date
cluster: [shop_id, customer_id]
freshness: PT3H
columns:
  order_id: The e-commerce service's id.
  order_date: The day of the order in Asia/Tokyo.
  customer_id: NULL for a guest.
  is_sale: Whether it was paid for. A returned order is a sale with a refund.
  channel: web, app or store.
  campaign_source: Where the customer came from, if known.
  amount: What is paid, in yen.
  hours_to_ship: From payment until it left, in full hours; NULL until then.
checks:
  - unique: [order_id]
  - not_null: [order_id, order_date, shop_id, status, amount]
  - accepted: {status: [pending, paid, shipped, delivered, returned, cancelled]}
  - accepted: {channel: [web, app, store]}
  - expression: amount = subtotal - discount + shipping_fee
*/
SELECT
  id AS order_id,
  order_number,
  DATE(ordered_at, 'Asia/Tokyo') AS order_date,
  ordered_at,
  shop_id,
  customer_id,
  status,
  status NOT IN ('pending', 'cancelled') AS is_sale,
  JSON_VALUE(attributes, '$.channel') AS channel,
  JSON_VALUE(attributes, '$.campaign.source') AS campaign_source,
  coupon_code,
  subtotal,
  discount,
  shipping_fee,
  amount,
  is_gift,
  NULLIF(TRIM(note), '') AS note,
  delivery_date,
  TIMESTAMP_DIFF(shipped_at, paid_at, HOUR) AS hours_to_ship,
  updated_at
FROM lake_ec.orders

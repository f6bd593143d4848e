/*
description: Lines of orders, one row each, as they were last read.
cluster: [order_id]
columns:
  order_item_id: The e-commerce service's id.
  quantity: Pieces, or kilograms of what is sold by weight.
  amount: In yen, consumption tax included.
  tax: The consumption tax in it, rounded down to a yen.
checks:
  - unique: [order_item_id]
  - unique: [order_id, line_number]
  - not_null: [order_item_id, order_id, product_id, amount]
  - expression: amount = FLOOR(quantity * unit_price)
  - accepted: {tax_rate: [0.08, 0.1]}
*/
WITH latest AS (
  SELECT *
  FROM lake_ec.order_items
  QUALIFY ROW_NUMBER() OVER (PARTITION BY id ORDER BY updated_at DESC, _extracted_at DESC) = 1
)

SELECT
  id AS order_item_id,
  order_id,
  line_number,
  product_id,
  quantity,
  unit_price,
  amount,
  tax_rate,
  TRUNC(amount * tax_rate / (1 + tax_rate)) AS tax
FROM latest

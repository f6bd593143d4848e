/*
description: Payments, each once.
partition: paid_date by month
cluster: [shop_code]
columns:
  order_id: The e-commerce service's id of the order.
  amount: What was paid, in yen.
  fee: What the payment service's providers keep.
  paid_date: The day in Asia/Tokyo.
checks:
  - unique: [payment_id]
  - not_null: [payment_id, order_id, shop_code, method, amount, fee, paid_date]
  - expression: fee <= amount
*/
-- A month may be exported again: the values are the same, so any one of them counts.
SELECT
  payment_id,
  order_id,
  shop_code,
  method,
  card_brand,
  amount,
  fee,
  paid_at,
  DATE(paid_at, 'Asia/Tokyo') AS paid_date
FROM lake_payments.payments
QUALIFY ROW_NUMBER() OVER (PARTITION BY payment_id ORDER BY paid_at) = 1

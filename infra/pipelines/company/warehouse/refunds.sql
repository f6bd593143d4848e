/*
description: Refunds, one row each, as they were last read.
partition: refund_date by month
columns:
  refund_date: The day of the refund in Asia/Tokyo.
  amount: In yen.
checks:
  - unique: [refund_id]
  - not_null: [refund_id, order_id, refund_date]
  - expression: amount > 0
*/
WITH latest AS (
  SELECT *
  FROM lake_ec.refunds
  QUALIFY ROW_NUMBER() OVER (PARTITION BY id ORDER BY updated_at DESC, _extracted_at DESC) = 1
)

SELECT
  id AS refund_id,
  order_id,
  DATE(refunded_at, 'Asia/Tokyo') AS refund_date,
  amount,
  reason,
  comment
FROM latest

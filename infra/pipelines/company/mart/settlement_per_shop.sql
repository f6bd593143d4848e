/*
description: What the payment partner settled against what our orders say, by shop and day. Whatever is not "equal" is for accounting to ask about.
partition: business_date by month
cluster: [shop_code]
columns:
  business_date: The day in Asia/Tokyo.
  our_gross: What customers paid by our orders, in yen.
  their_gross: What the partner says they paid; NULL while no file told of that day.
  difference: their net of refunds less ours; what is missing counts as 0.
  fee_rate: The partner's fee as a share of what it settled.
  verdict: equal, differs, not_settled (no line of the partner's) or unknown_sales (no orders of ours).
checks:
  - unique: [shop_code, business_date]
  - not_null: [shop_code, business_date, verdict]
  - accepted: {verdict: [equal, differs, not_settled, unknown_sales]}
  - expression: (verdict = 'equal') = (difference = 0 AND our_gross IS NOT NULL AND their_gross IS NOT NULL)
*/
WITH ours AS (
  SELECT
    shop_code,
    sales_date AS business_date,
    orders AS our_payments,
    gross_sales AS our_gross,
    refunds AS our_refunds
  FROM mart.daily_sales_by_shop
),

compared AS (
  SELECT
    shop_code,
    business_date,
    ours.our_payments,
    settlements.payments AS their_payments,
    ours.our_gross,
    settlements.gross AS their_gross,
    ours.our_refunds,
    settlements.refunds AS their_refunds,
    COALESCE(settlements.gross - settlements.refunds, 0)
      - COALESCE(ours.our_gross - ours.our_refunds, 0) AS difference,
    settlements.fee,
    settlements.net,
    settlements.revision
  FROM ours
  FULL OUTER JOIN warehouse.settlements AS settlements
    USING (shop_code, business_date)
)

SELECT
  shop_code,
  business_date,
  our_payments,
  their_payments,
  our_gross,
  their_gross,
  our_refunds,
  their_refunds,
  difference,
  fee,
  net,
  SAFE_DIVIDE(CAST(fee AS FLOAT64), CAST(their_gross AS FLOAT64)) AS fee_rate,
  CASE
    WHEN their_gross IS NULL THEN 'not_settled'
    WHEN our_gross IS NULL THEN 'unknown_sales'
    WHEN difference = 0 THEN 'equal'
    ELSE 'differs'
  END AS verdict,
  revision
FROM compared

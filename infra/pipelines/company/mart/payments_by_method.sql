/*
description: What was paid how, by month and kind of shop.
columns:
  month: The first day of the month, in Asia/Tokyo.
  shop_kind: store, online or outlet.
  method: The means of payment.
  amount: In yen.
  fee: What the payment service's providers keep, in yen.
checks:
  - unique: [month, shop_kind, method]
  - not_null: [month, shop_kind, method]
*/
SELECT
  DATE_TRUNC(payments.paid_date, MONTH) AS month,
  shops.shop_kind,
  payments.method,
  COUNT(*) AS payments,
  SUM(payments.amount) AS amount,
  SUM(payments.fee) AS fee
FROM warehouse.payments AS payments
JOIN warehouse.shops AS shops USING (shop_code)
GROUP BY ALL

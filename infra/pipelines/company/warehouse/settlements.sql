/*
description: The partner's settlements, the last revision of each shop and day.
partition: business_date by month
columns:
  business_date: The day in Asia/Tokyo.
  revision: 1 unless the partner corrected it.
  gross: What customers paid, in yen.
  net: What the partner pays out.
checks:
  - unique: [shop_code, business_date]
  - not_null: [shop_code, business_date, gross, net]
  - expression: net = gross - refunds - fee
*/
-- A file may be dropped twice, and a day may be corrected: the highest revision counts, once.
SELECT
  shop_code,
  business_date,
  revision,
  payments,
  gross,
  refunds,
  fee,
  net,
  paid_out_on,
  note
FROM lake_partner.settlements
QUALIFY
  ROW_NUMBER() OVER (PARTITION BY shop_code, business_date ORDER BY revision DESC, settlement_id) = 1

/*
description: People, across services. Whoever has linked both accounts to the identity platform is one row.
cluster: [customer_key]
columns:
  customer_key: The identity platform's id, or the service and its id for an account that is not linked.
  customer_id: The e-commerce service's id; NULL without an account there.
  member_id: The reservation service's id; NULL without an account there.
  email: In lower case, of the web shop's account first.
  prefecture: Where the web shop's account says they live.
  known_since: The day, in Asia/Tokyo, of the first account.
checks:
  - unique: [customer_key]
  - unique: [customer_id]
  - unique: [member_id]
  - not_null: [customer_key, known_since]
  - expression: customer_id IS NOT NULL OR member_id IS NOT NULL
*/
WITH customers AS (
  SELECT *
  FROM lake_ec.customers
  QUALIFY ROW_NUMBER() OVER (PARTITION BY id ORDER BY updated_at DESC, _extracted_at DESC) = 1
),

members AS (
  SELECT *
  FROM lake_reservations.members
  QUALIFY ROW_NUMBER() OVER (PARTITION BY id ORDER BY updated_at DESC, _extracted_at DESC) = 1
)

SELECT
  COALESCE(
    customers.identity_id,
    members.identity_id,
    CONCAT('ec:', CAST(customers.id AS STRING)),
    CONCAT('reservations:', CAST(members.id AS STRING))
  ) AS customer_key,
  customers.id AS customer_id,
  members.id AS member_id,
  COALESCE(CONCAT(customers.family_name, ' ', customers.given_name), members.name) AS full_name,
  LOWER(COALESCE(customers.email, members.email)) AS email,
  customers.prefecture,
  customers.birth_date,
  COALESCE(customers.newsletter, FALSE) AS takes_newsletter,
  COALESCE(ARRAY_LENGTH(members.allergies), 0) > 0 AS has_allergies,
  members.withdrawn_at IS NOT NULL AS has_withdrawn,
  DATE(LEAST(
    COALESCE(customers.registered_at, members.joined_at),
    COALESCE(members.joined_at, customers.registered_at)
  ), 'Asia/Tokyo') AS known_since
FROM customers
-- NULL equals nothing, so accounts that are not linked stay apart.
FULL OUTER JOIN members
  ON members.identity_id = customers.identity_id

/*
description: Products, with both levels of their category.
columns:
  product_id: The e-commerce service's id.
  unit_price: Today's price in yen, of one piece or one kilogram.
  is_sold: Whether the product can still be ordered.
  weight_in_grams: As the catalogue says; NULL when it does not.
checks:
  - unique: [product_id]
  - not_null: [product_id, product_code, category]
  - expression: unit_price > 0
*/
WITH latest AS (
  -- Rows are read again within the overlap: the newest reading of the newest version counts.
  SELECT *
  FROM lake_ec.products
  QUALIFY ROW_NUMBER() OVER (PARTITION BY id ORDER BY updated_at DESC, _extracted_at DESC) = 1
)

SELECT
  latest.id AS product_id,
  latest.code AS product_code,
  latest.name AS product_name,
  COALESCE(parents.name, categories.name) AS category_group,
  categories.name AS category,
  latest.unit_price,
  latest.tax_rate,
  latest.sold_by_weight,
  latest.tags,
  CAST(JSON_VALUE(latest.attributes, '$.weight_g') AS INT64) AS weight_in_grams,
  latest.released_on,
  latest.discontinued_on IS NULL AS is_sold
FROM latest
JOIN lake_ec.categories AS categories
  ON categories.id = latest.category_id
LEFT JOIN lake_ec.categories AS parents
  ON parents.id = categories.parent_id

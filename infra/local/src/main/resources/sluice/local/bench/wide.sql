-- Rows of 20 MB each, in three values of 6.7 MB, of bytes that follow from the row's number and cannot be compressed.
CREATE TABLE wide (id bigint PRIMARY KEY, note text, attributes jsonb, picture bytea);
ALTER TABLE wide
  ALTER note SET STORAGE EXTERNAL,
  ALTER attributes SET STORAGE EXTERNAL,
  ALTER picture SET STORAGE EXTERNAL;

INSERT INTO wide
SELECT
  id,
  replace(encode(substring(bytes FROM 1 FOR 5000000), 'base64'), E'\n', ''),
  jsonb_build_object('id', id, 'text', replace(encode(substring(bytes FROM 1600000 FOR 5000000), 'base64'), E'\n', '')),
  bytes
FROM generate_series(1, :rows) AS id
CROSS JOIN LATERAL (
  SELECT string_agg(sha512(convert_to(id || '/' || i, 'UTF8')), '') AS bytes FROM generate_series(1, 104167) AS i
) AS made;

-- A shop's orders as they are: short codes, Japanese text, addresses, money, JSON, and NULLs. Each value follows from
-- the row's number by hashes, so that every machine measures the same table.
CREATE TABLE orders (
  id bigint NOT NULL,
  order_uuid uuid NOT NULL,
  status text NOT NULL,
  customer_name text NOT NULL,
  email text,
  shipping_address text NOT NULL,
  amount numeric(12, 2) NOT NULL,
  tax numeric(12, 2),
  quantity int NOT NULL,
  is_gift boolean NOT NULL,
  ordered_at timestamptz NOT NULL,
  shipped_at timestamptz,
  delivery_date date,
  attributes jsonb NOT NULL,
  note text
);

INSERT INTO orders
SELECT
  id,
  md5(id::text)::uuid,
  (ARRAY['pending', 'paid', 'shipped', 'delivered', 'cancelled', 'returned'])[1 + state],
  (ARRAY['佐藤', '鈴木', '高橋', '田中', '伊藤', '渡辺', '山本', '中村', '小林', '加藤', '吉田', '山田'])[1 + b % 12]
    || ' '
    || (ARRAY['太郎', '花子', '健一', '美咲', '翔太', 'さくら', '大輔', '由美', '拓也', '直子', '一郎', '恵'])[1 + b / 12 % 12],
  CASE WHEN c % 10 < 8 THEN
    format('user%s@%s', c % 900000, (ARRAY['example.com', 'example.jp', 'mail.example.co.jp'])[1 + c % 3]) END,
  (ARRAY['東京都', '大阪府', '神奈川県', '愛知県', '北海道', '福岡県', '京都府', '兵庫県'])[1 + d % 8]
    || (ARRAY['中央区', '港区', '北区', '西区', '緑区', '南区'])[1 + d / 8 % 6]
    || (ARRAY['本町', '栄町', '緑ヶ丘', '桜台', '旭町'])[1 + d / 48 % 5]
    || format('%s-%s-%s', 1 + d % 9, 1 + d % 27, 1 + d % 41),
  e % 10000000 / 100.0,
  CASE WHEN e % 20 > 0 THEN e % 1000000 / 100.0 END,
  1 + f % 12,
  f % 17 = 0,
  timestamptz '2023-01-01 00:00:00+09' + make_interval(secs => id * 18.9) + a % 1000000 * interval '1 microsecond',
  CASE WHEN state IN (2, 3, 5) THEN
    timestamptz '2023-01-02 00:00:00+09' + make_interval(secs => id * 18.9 + b % 200000) END,
  CASE WHEN state IN (3, 5) THEN date '2023-01-04' + (id * 18.9 / 86400)::int END,
  jsonb_build_object(
    'sku', 'SKU-' || lpad((c % 50000)::text, 6, '0'),
    'coupon', CASE WHEN d % 7 = 0 THEN 'WELCOME' || d % 10 END,
    'channel', (ARRAY['web', 'app', 'store'])[1 + d % 3],
    'weight', (e % 5000 / 1000.0)::numeric(6, 3)),
  CASE
    WHEN f % 10 < 6 THEN NULL
    WHEN f % 10 = 6 THEN ''
    WHEN f % 10 = 7 THEN E'ギフト包装をお願いします。\n"のし"付き, 名入れ: ' || f % 1000
    ELSE format('配達は%s時以降にお願いします', 8 + f % 12) END
FROM (
  SELECT id, a, b, c, d, e, f, a % 6 AS state
  FROM generate_series(1, :rows::bigint) AS id,
    LATERAL (
      SELECT
        hashint8extended(id, 1) & 2147483647 AS a, hashint8extended(id, 2) & 2147483647 AS b,
        hashint8extended(id, 3) & 2147483647 AS c, hashint8extended(id, 4) & 2147483647 AS d,
        hashint8extended(id, 5) & 2147483647 AS e, hashint8extended(id, 6) & 2147483647 AS f
    ) AS hashes
) AS numbered;

ALTER TABLE orders ADD PRIMARY KEY (id);

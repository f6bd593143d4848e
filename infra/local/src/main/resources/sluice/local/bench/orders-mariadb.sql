-- The orders of orders.sql as MariaDB has them. Each value follows from the row's number by hashes, so that every
-- machine measures the same table.
CREATE TABLE orders (
  id bigint NOT NULL PRIMARY KEY,
  order_uuid uuid NOT NULL,
  status varchar(20) NOT NULL,
  customer_name varchar(100) NOT NULL,
  email varchar(200),
  shipping_address varchar(200) NOT NULL,
  amount decimal(12, 2) NOT NULL,
  tax decimal(12, 2),
  quantity int NOT NULL,
  is_gift boolean NOT NULL,
  ordered_at timestamp(6) NOT NULL,
  shipped_at timestamp NULL,
  delivery_date date,
  attributes json NOT NULL,
  note text
) CHARACTER SET utf8mb4;

SET time_zone = '+09:00', NAMES utf8mb4;

INSERT INTO orders
SELECT
  id,
  concat_ws('-', left(md5(id), 8), substr(md5(id), 9, 4), concat('4', substr(md5(id), 14, 3)),
    concat('8', substr(md5(id), 18, 3)), right(md5(id), 12)),
  elt(1 + state, 'pending', 'paid', 'shipped', 'delivered', 'cancelled', 'returned'),
  concat(
    elt(1 + b % 12, '佐藤', '鈴木', '高橋', '田中', '伊藤', '渡辺', '山本', '中村', '小林', '加藤', '吉田', '山田'),
    ' ',
    elt(1 + b DIV 12 % 12, '太郎', '花子', '健一', '美咲', '翔太', 'さくら', '大輔', '由美', '拓也', '直子', '一郎', '恵')),
  CASE WHEN c % 10 < 8 THEN
    concat('user', c % 900000, '@', elt(1 + c % 3, 'example.com', 'example.jp', 'mail.example.co.jp')) END,
  concat(
    elt(1 + d % 8, '東京都', '大阪府', '神奈川県', '愛知県', '北海道', '福岡県', '京都府', '兵庫県'),
    elt(1 + d DIV 8 % 6, '中央区', '港区', '北区', '西区', '緑区', '南区'),
    elt(1 + d DIV 48 % 5, '本町', '栄町', '緑ヶ丘', '桜台', '旭町'),
    concat_ws('-', 1 + d % 9, 1 + d % 27, 1 + d % 41)),
  e % 10000000 / 100.0,
  CASE WHEN e % 20 > 0 THEN e % 1000000 / 100.0 END,
  1 + f % 12,
  f % 17 = 0,
  timestamp'2023-01-01 00:00:00' + INTERVAL id * 18900000 + a % 1000000 MICROSECOND,
  CASE WHEN state IN (2, 3, 5) THEN
    timestamp'2023-01-02 00:00:00' + INTERVAL floor(id * 18.9) + b % 200000 SECOND END,
  CASE WHEN state IN (3, 5) THEN date'2023-01-04' + INTERVAL floor(id * 18.9 / 86400) DAY END,
  json_object(
    'sku', concat('SKU-', lpad(c % 50000, 6, '0')),
    'coupon', CASE WHEN d % 7 = 0 THEN concat('WELCOME', d % 10) END,
    'channel', elt(1 + d % 3, 'web', 'app', 'store'),
    'weight', CAST(e % 5000 / 1000.0 AS decimal(6, 3))),
  CASE
    WHEN f % 10 < 6 THEN NULL
    WHEN f % 10 = 6 THEN ''
    WHEN f % 10 = 7 THEN concat('ギフト包装をお願いします。\n"のし"付き, 名入れ: ', f % 1000)
    ELSE concat('配達は', 8 + f % 12, '時以降にお願いします') END
FROM (
  SELECT id, a, b, c, d, e, f, a % 6 AS state
  FROM (
    SELECT
      seq AS id,
      crc32(concat(seq, 'a')) AS a, crc32(concat(seq, 'b')) AS b, crc32(concat(seq, 'c')) AS c,
      crc32(concat(seq, 'd')) AS d, crc32(concat(seq, 'e')) AS e, crc32(concat(seq, 'f')) AS f
    FROM seq_1_to_:rows) AS hashes
) AS numbered;

ANALYZE TABLE orders

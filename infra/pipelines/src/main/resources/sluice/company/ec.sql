-- The e-commerce service's database: shops, what they sell, and what was ordered.
-- Amounts are yen including tax. Tables that are read incrementally keep updated_at by a trigger.

CREATE TYPE shop_kind AS ENUM ('store', 'online', 'outlet');
CREATE TYPE order_status AS ENUM
  ('pending', 'paid', 'shipped', 'delivered', 'returned', 'cancelled');
CREATE TYPE refund_reason AS ENUM ('damaged', 'wrong_item', 'late', 'changed_mind', 'other');

CREATE FUNCTION touch_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END
$$;

CREATE TABLE shops (
  id integer PRIMARY KEY,
  code varchar(12) NOT NULL UNIQUE,
  name text NOT NULL,
  kind shop_kind NOT NULL,
  prefecture text NOT NULL,
  address text NOT NULL,
  opens_at time,
  closes_at time,
  opened_on date NOT NULL,
  closed_on date,
  payment_methods text[] NOT NULL,
  attributes jsonb NOT NULL DEFAULT '{}',
  updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE shops IS 'Shops, in streets and online.';
COMMENT ON COLUMN shops.code IS 'The code every service and partner knows the shop by.';
COMMENT ON COLUMN shops.opens_at IS 'Local time; NULL when the shop never closes.';
COMMENT ON COLUMN shops.closed_on IS 'The last day of business; NULL while the shop is open.';
COMMENT ON COLUMN shops.payment_methods IS 'Accepted means of payment, in order of preference.';

CREATE TABLE customers (
  id bigint PRIMARY KEY,
  identity_id uuid UNIQUE,
  family_name text NOT NULL,
  given_name text NOT NULL,
  name_kana text,
  email text,
  phone varchar(16),
  birth_date date,
  prefecture text NOT NULL,
  address text NOT NULL,
  newsletter boolean NOT NULL,
  points integer NOT NULL DEFAULT 0,
  registered_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE customers IS 'People with an account in the web shop.';
COMMENT ON COLUMN customers.identity_id IS
  'The person on the shared identity platform; NULL until the account is linked.';
COMMENT ON COLUMN customers.name_kana IS 'How the name is read, in katakana (フリガナ).';
COMMENT ON COLUMN customers.points IS 'Loyalty points left.';

CREATE TABLE categories (
  id integer PRIMARY KEY,
  parent_id integer REFERENCES categories,
  name text NOT NULL,
  sort_order smallint NOT NULL
);
COMMENT ON TABLE categories IS 'Kinds of products, two levels deep.';
COMMENT ON COLUMN categories.parent_id IS 'NULL at the top.';

CREATE TABLE products (
  id integer PRIMARY KEY,
  code varchar(16) NOT NULL UNIQUE,
  category_id integer NOT NULL REFERENCES categories,
  name text NOT NULL,
  unit_price numeric(10,2) NOT NULL,
  tax_rate numeric(4,3) NOT NULL,
  sold_by_weight boolean NOT NULL,
  tags text[] NOT NULL,
  attributes jsonb,
  released_on date NOT NULL,
  discontinued_on date,
  updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE products IS 'What can be ordered.';
COMMENT ON COLUMN products.unit_price IS 'Today''s price of one piece or one kilogram.';
COMMENT ON COLUMN products.tax_rate IS 'Consumption tax: 0.100, or 0.080 for food.';

CREATE TABLE coupons (
  code varchar(24) PRIMARY KEY,
  title text NOT NULL,
  discount_rate numeric(4,3),
  discount_amount numeric(10,0),
  valid_from date NOT NULL,
  valid_to date,
  CHECK (num_nonnulls(discount_rate, discount_amount) = 1)
);
COMMENT ON TABLE coupons IS 'Campaigns that lower an order''s amount.';
COMMENT ON COLUMN coupons.discount_rate IS 'A share of the subtotal; NULL when an amount is given.';
COMMENT ON COLUMN coupons.discount_amount IS 'Yen; NULL when a rate is given.';

CREATE TABLE orders (
  id bigint PRIMARY KEY,
  order_number uuid NOT NULL UNIQUE,
  shop_id integer NOT NULL REFERENCES shops,
  customer_id bigint REFERENCES customers,
  status order_status NOT NULL,
  coupon_code varchar(24) REFERENCES coupons,
  subtotal numeric(12,0) NOT NULL,
  discount numeric(12,0) NOT NULL,
  shipping_fee numeric(10,0) NOT NULL,
  amount numeric(12,0) NOT NULL,
  is_gift boolean NOT NULL,
  ordered_at timestamptz NOT NULL,
  paid_at timestamptz,
  shipped_at timestamptz,
  cancelled_at timestamptz,
  delivery_date date,
  delivery_from time,
  register_clock timestamp,
  note text,
  attributes jsonb NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  CHECK (amount = subtotal - discount + shipping_fee)
);
COMMENT ON TABLE orders IS 'Orders. Never deleted: what is withdrawn becomes cancelled.';
COMMENT ON COLUMN orders.order_number IS 'What the customer is shown.';
COMMENT ON COLUMN orders.customer_id IS 'NULL for a guest.';
COMMENT ON COLUMN orders.subtotal IS 'The sum of the items'' amounts.';
COMMENT ON COLUMN orders.amount IS 'What is paid: subtotal - discount + shipping_fee.';
COMMENT ON COLUMN orders.delivery_date IS 'The day the customer asked for, if any.';
COMMENT ON COLUMN orders.delivery_from IS 'The hour the customer asked for, if any.';
COMMENT ON COLUMN orders.register_clock IS
  'The cash register''s own clock, local and not quite right; NULL unless ordered in a shop.';
COMMENT ON COLUMN orders.note IS 'As the customer wrote it.';
COMMENT ON COLUMN orders.attributes IS 'channel, device, campaign, gift.';
CREATE INDEX orders_updated_at ON orders (updated_at);
CREATE INDEX orders_ordered_at ON orders (ordered_at);

CREATE TABLE order_items (
  id bigint PRIMARY KEY,
  order_id bigint NOT NULL REFERENCES orders,
  line_number smallint NOT NULL,
  product_id integer NOT NULL REFERENCES products,
  quantity numeric(8,3) NOT NULL,
  unit_price numeric(10,2) NOT NULL,
  tax_rate numeric(4,3) NOT NULL,
  amount numeric(12,0) NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (order_id, line_number)
);
COMMENT ON TABLE order_items IS 'The lines of orders.';
COMMENT ON COLUMN order_items.quantity IS 'Pieces, or kilograms of what is sold by weight.';
COMMENT ON COLUMN order_items.unit_price IS 'The price on the day of the order.';
COMMENT ON COLUMN order_items.amount IS 'quantity * unit_price, rounded down to a yen.';
CREATE INDEX order_items_updated_at ON order_items (updated_at);

CREATE TABLE refunds (
  id bigint PRIMARY KEY,
  order_id bigint NOT NULL REFERENCES orders,
  amount numeric(12,0) NOT NULL CHECK (amount > 0),
  reason refund_reason NOT NULL,
  comment text,
  refunded_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE refunds IS 'Money given back, in part or in full.';
CREATE INDEX refunds_updated_at ON refunds (updated_at);
CREATE INDEX refunds_order_id ON refunds (order_id);

CREATE INDEX customers_updated_at ON customers (updated_at);
CREATE INDEX products_updated_at ON products (updated_at);

CREATE TRIGGER touch BEFORE UPDATE ON shops FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON products FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON order_items FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON refunds FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

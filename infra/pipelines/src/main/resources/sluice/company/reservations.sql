-- The reservation service's database: tables and courses booked in the shops that have a restaurant.
-- Times of visits are local to the venue and carry no zone; everything that happened carries one.

CREATE TYPE reservation_status AS ENUM ('booked', 'visited', 'no_show', 'cancelled');
CREATE TYPE reservation_event_kind AS ENUM
  ('booked', 'changed', 'reminded', 'visited', 'no_show', 'cancelled');

CREATE FUNCTION touch_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END
$$;

CREATE TABLE venues (
  id integer PRIMARY KEY,
  shop_code varchar(12) NOT NULL UNIQUE,
  name text NOT NULL,
  seats smallint NOT NULL,
  opens_at time NOT NULL,
  closes_at time NOT NULL,
  closed_weekdays smallint[] NOT NULL,
  time_zone text NOT NULL DEFAULT 'Asia/Tokyo',
  profile json
);
COMMENT ON TABLE venues IS 'Restaurants and cafés that take reservations.';
COMMENT ON COLUMN venues.shop_code IS 'The shop the venue belongs to; ec.shops.code.';
COMMENT ON COLUMN venues.closed_weekdays IS 'ISO weekdays: 1 is Monday.';

CREATE TABLE members (
  id bigint PRIMARY KEY,
  identity_id uuid UNIQUE,
  name text NOT NULL,
  email text,
  allergies text[],
  joined_at timestamptz NOT NULL,
  withdrawn_at timestamptz,
  updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE members IS 'People who may reserve.';
COMMENT ON COLUMN members.identity_id IS
  'The person on the shared identity platform; NULL until the account is linked.';
COMMENT ON COLUMN members.allergies IS 'NULL when never asked, empty when there are none.';
CREATE INDEX members_updated_at ON members (updated_at);

CREATE TABLE reservations (
  id bigint PRIMARY KEY,
  venue_id integer NOT NULL REFERENCES venues,
  member_id bigint NOT NULL REFERENCES members,
  status reservation_status NOT NULL,
  party_size smallint NOT NULL CHECK (party_size > 0),
  starts_at timestamp NOT NULL,
  stay interval NOT NULL,
  courses text[] NOT NULL,
  deposit numeric(10,0),
  budget_per_head numeric(10,2),
  request text,
  booked_at timestamptz NOT NULL,
  cancelled_at timestamptz,
  updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE reservations IS 'Reservations. Never deleted.';
COMMENT ON COLUMN reservations.starts_at IS 'Local time of the venue.';
COMMENT ON COLUMN reservations.stay IS 'How long the table is kept.';
COMMENT ON COLUMN reservations.deposit IS 'Yen paid ahead; NULL when none was asked for.';
CREATE INDEX reservations_updated_at ON reservations (updated_at);

CREATE TABLE reservation_events (
  id bigint PRIMARY KEY,
  reservation_id bigint NOT NULL REFERENCES reservations,
  kind reservation_event_kind NOT NULL,
  happened_at timestamptz NOT NULL,
  detail jsonb,
  recorded_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE reservation_events IS 'What happened to reservations; rows are only ever added.';
COMMENT ON COLUMN reservation_events.recorded_at IS 'When the row was written; the cursor to read by.';
CREATE INDEX reservation_events_recorded_at ON reservation_events (recorded_at);
CREATE INDEX reservation_events_reservation_id ON reservation_events (reservation_id);

CREATE TABLE reviews (
  id uuid PRIMARY KEY,
  reservation_id bigint NOT NULL UNIQUE REFERENCES reservations,
  rating smallint NOT NULL CHECK (rating BETWEEN 1 AND 5),
  wait_minutes real,
  comment text,
  posted_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE reviews IS 'What guests said after a visit.';
CREATE INDEX reviews_updated_at ON reviews (updated_at);

CREATE TRIGGER touch BEFORE UPDATE ON members FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON reservations FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON reviews FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- Who can be told, and how: kept from user.* events.
CREATE TABLE people (
  id UUID NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT,
  customer UUID,
  locale TEXT NOT NULL,
  active BOOLEAN NOT NULL
);
CREATE INDEX people_customer ON people (customer) WHERE customer IS NOT NULL;

CREATE TABLE person_roles (
  role TEXT NOT NULL,
  person UUID NOT NULL REFERENCES people (id),
  PRIMARY KEY (role, person)
);
CREATE INDEX person_roles_person ON person_roles (person);

CREATE TABLE person_zones (
  zone UUID NOT NULL,
  person UUID NOT NULL REFERENCES people (id),
  PRIMARY KEY (zone, person)
);
CREATE INDEX person_zones_person ON person_zones (person);

-- What messages say of an order: kept from order.* events.
CREATE TABLE orders (
  id UUID NOT NULL PRIMARY KEY,
  code TEXT NOT NULL,
  version BIGINT NOT NULL,
  status TEXT NOT NULL,
  customer UUID NOT NULL,
  customer_name TEXT NOT NULL,
  title TEXT NOT NULL,
  address TEXT NOT NULL,
  zone UUID,
  time_zone TEXT NOT NULL,
  priority TEXT NOT NULL,
  technician UUID
);

CREATE TABLE alert_rules (
  id UUID NOT NULL PRIMARY KEY,
  seed TEXT UNIQUE, -- the name of a rule that came with the suite
  name TEXT NOT NULL,
  event TEXT NOT NULL,
  conditions TEXT NOT NULL,
  audience TEXT NOT NULL,
  channel TEXT NOT NULL,
  message TEXT NOT NULL,
  urgency TEXT NOT NULL,
  enabled BOOLEAN NOT NULL,
  version BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX alert_rules_event ON alert_rules (event);

-- One message to one person on one channel; nobody hears of one event twice on the same channel.
CREATE TABLE notifications (
  id UUID NOT NULL PRIMARY KEY,
  recipient UUID NOT NULL,
  channel TEXT NOT NULL,
  event UUID NOT NULL,
  event_type TEXT NOT NULL,
  subject UUID NOT NULL,
  zone UUID,
  urgency TEXT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  read_at BIGINT,
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  next_attempt BIGINT, -- while the state is pending
  settled_at BIGINT,   -- when it was delivered or given up
  error TEXT,
  traceparent TEXT NOT NULL,
  UNIQUE (event, recipient, channel)
);
CREATE INDEX notifications_inbox ON notifications (recipient, id) WHERE channel = 'in_app';
CREATE INDEX notifications_unread ON notifications (recipient, id) WHERE channel = 'in_app' AND read_at IS NULL;
CREATE INDEX notifications_due ON notifications (next_attempt) WHERE state = 'pending';
CREATE INDEX notifications_failed ON notifications (id) WHERE state = 'failed';
CREATE INDEX notifications_failed_zone ON notifications (zone, id) WHERE state = 'failed';
CREATE INDEX notifications_age ON notifications (created_at);

-- The event stream. Places are given by the one row of stream_position, which a writer holds until it commits: so
-- they become visible in their order and without gaps, on every engine.
CREATE TABLE stream (
  seq BIGINT NOT NULL PRIMARY KEY,
  type TEXT NOT NULL,
  subject UUID NOT NULL,
  time BIGINT NOT NULL,
  data TEXT NOT NULL,
  stored_at BIGINT NOT NULL,
  customer UUID,
  technician UUID,
  zone UUID,
  person UUID
);
CREATE INDEX stream_customer ON stream (customer, seq) WHERE customer IS NOT NULL;
CREATE INDEX stream_technician ON stream (technician, seq) WHERE technician IS NOT NULL;
CREATE INDEX stream_person ON stream (person, seq) WHERE person IS NOT NULL;
CREATE INDEX stream_age ON stream (stored_at, seq);

CREATE TABLE stream_position (
  id BIGINT NOT NULL PRIMARY KEY,
  seq BIGINT NOT NULL,   -- the last place given
  pruned BIGINT NOT NULL -- the last place that retention took away
);
INSERT INTO stream_position (id, seq, pruned) VALUES (1, 0, 0);

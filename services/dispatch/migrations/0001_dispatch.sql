-- What the identity service tells of people: who may be a technician.
CREATE TABLE people (
  id UUID PRIMARY KEY,
  name TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  technician BOOLEAN NOT NULL
);

CREATE TABLE technicians (
  id UUID PRIMARY KEY,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  enabled BOOLEAN NOT NULL,
  active BOOLEAN NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX technicians_by_name ON technicians (folded, id);

CREATE TABLE technician_zones (
  technician_id UUID NOT NULL REFERENCES technicians (id),
  zone_id UUID NOT NULL,
  PRIMARY KEY (technician_id, zone_id)
);

-- Days are text, "2026-11-27": they sort and compare as they are.
CREATE TABLE technician_skills (
  technician_id UUID NOT NULL REFERENCES technicians (id),
  specialty_id UUID NOT NULL,
  name TEXT NOT NULL,
  level BIGINT NOT NULL,
  held_from TEXT NOT NULL,
  held_to TEXT,
  PRIMARY KEY (technician_id, specialty_id, held_from)
);

CREATE TABLE technician_shifts (
  technician_id UUID NOT NULL REFERENCES technicians (id),
  weekday BIGINT NOT NULL,
  from_minute BIGINT NOT NULL,
  to_minute BIGINT NOT NULL,
  PRIMARY KEY (technician_id, weekday, from_minute)
);

-- The orders as the work-order service last told of them; zone_key is the zone's id as text, for scopes.
CREATE TABLE orders (
  id UUID PRIMARY KEY,
  version BIGINT NOT NULL,
  status TEXT NOT NULL,
  zone_key TEXT,
  facts TEXT NOT NULL
);

CREATE TABLE visits (
  id UUID PRIMARY KEY,
  order_id UUID NOT NULL,
  order_code TEXT NOT NULL,
  title TEXT NOT NULL,
  technician_id UUID NOT NULL,
  technician_name TEXT NOT NULL,
  assignment_id UUID NOT NULL,
  state TEXT NOT NULL,
  open BOOLEAN NOT NULL,
  window_from BIGINT,
  window_to BIGINT,
  starts_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  started_at BIGINT,
  reported_at BIGINT,
  ended_at BIGINT
);
-- Two decisions at the same moment: the second one meets this.
CREATE UNIQUE INDEX visit_open_already ON visits (order_id) WHERE open;
CREATE INDEX visits_load ON visits (technician_id) WHERE open;
CREATE INDEX visits_of_order ON visits (order_id, starts_at, id);
CREATE INDEX visits_by_start ON visits (starts_at, id);
CREATE INDEX visits_by_state ON visits (state, starts_at, id);
CREATE INDEX visits_of_technician ON visits (technician_id, starts_at, id);

-- Decisions: never changed, never deleted.
CREATE TABLE assignments (
  id UUID PRIMARY KEY,
  order_id UUID NOT NULL,
  visit_id UUID NOT NULL,
  technician_id UUID NOT NULL,
  technician_name TEXT NOT NULL,
  replaces_id UUID,
  mode TEXT NOT NULL,
  algorithm TEXT NOT NULL,
  reason TEXT,
  window_from BIGINT,
  window_to BIGINT,
  by_id UUID,
  by_name TEXT NOT NULL,
  at BIGINT NOT NULL,
  candidates TEXT NOT NULL
);
CREATE INDEX assignments_of_order ON assignments (order_id, at, id);

CREATE TABLE queue (
  order_id UUID PRIMARY KEY,
  reason TEXT NOT NULL,
  reasons TEXT NOT NULL,
  urgency BIGINT NOT NULL,
  since BIGINT NOT NULL,
  tried_at BIGINT NOT NULL
);
CREATE INDEX queue_by_urgency ON queue (urgency, since, order_id);
CREATE INDEX queue_by_reason ON queue (reason, urgency, since, order_id);
CREATE INDEX queue_by_try ON queue (reason, tried_at, order_id);

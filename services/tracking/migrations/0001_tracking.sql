-- An order as tracking knows it: from other services' events, and the state of the work on it.
-- A row may be made by an assignment or a material before the order itself was heard of (heard = false).
CREATE TABLE order_ref (
  id UUID PRIMARY KEY,
  code TEXT NOT NULL,
  version BIGINT NOT NULL,
  status TEXT NOT NULL,
  customer UUID,
  zone UUID,
  zone_key TEXT,               -- the zone as text, to be found in the list of a supervisor's zones
  technician UUID,
  technician_name TEXT,
  materials_required BOOLEAN NOT NULL,
  material_used BOOLEAN NOT NULL,
  heard BOOLEAN NOT NULL,
  execution TEXT,              -- NULL: nobody is to work on it
  assignment UUID,
  assigned_at BIGINT,
  change BIGINT NOT NULL       -- grows with every write: two writers at once are found out
);

CREATE TABLE activities (
  id UUID PRIMARY KEY,
  order_id UUID NOT NULL REFERENCES order_ref (id),
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  at BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  technician UUID NOT NULL,
  technician_name TEXT NOT NULL,
  latitude DOUBLE PRECISION,
  longitude DOUBLE PRECISION,
  reason TEXT
);
CREATE INDEX activities_order ON activities (order_id, id);

-- reported_minutes is what was said first and never changes; minutes is what holds after the corrections.
CREATE TABLE progress (
  id UUID PRIMARY KEY,
  order_id UUID NOT NULL REFERENCES order_ref (id),
  technician UUID NOT NULL,
  technician_name TEXT NOT NULL,
  comment TEXT NOT NULL,
  reported_minutes BIGINT NOT NULL,
  minutes BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX progress_order ON progress (order_id, id);

CREATE TABLE corrections (
  id UUID PRIMARY KEY,
  order_id UUID NOT NULL REFERENCES order_ref (id),
  progress_id UUID NOT NULL REFERENCES progress (id),
  minutes_before BIGINT NOT NULL,
  minutes_after BIGINT NOT NULL,
  justification TEXT NOT NULL,
  by_id UUID NOT NULL,
  by_name TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX corrections_order ON corrections (order_id, progress_id, id);

CREATE TABLE evidence (
  id UUID PRIMARY KEY,
  order_id UUID NOT NULL REFERENCES order_ref (id),
  technician UUID NOT NULL,
  technician_name TEXT NOT NULL,
  file_name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  latitude DOUBLE PRECISION,
  longitude DOUBLE PRECISION
);
CREATE INDEX evidence_order ON evidence (order_id, id);
CREATE INDEX evidence_content ON evidence (sha256);

-- The story of each order, told from facts as they were at the time. No reference: nothing takes it away.
CREATE TABLE timeline (
  id UUID PRIMARY KEY,         -- of the event or of the record that it tells of: told once
  order_id UUID NOT NULL,
  kind TEXT NOT NULL,
  at BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  by_id UUID,
  by_name TEXT NOT NULL,
  details TEXT NOT NULL
);
CREATE INDEX timeline_order ON timeline (order_id, at, id);

-- Times are microseconds since 1970 in UTC, money in hundredths, amounts of material in thousandths.

CREATE TABLE zones (
  id UUID PRIMARY KEY,
  version BIGINT NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL UNIQUE,
  time_zone TEXT NOT NULL,
  active BOOLEAN NOT NULL
);

CREATE TABLE specialties (
  id UUID PRIMARY KEY,
  version BIGINT NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_es TEXT NOT NULL,
  active BOOLEAN NOT NULL
);

CREATE TABLE order_types (
  id UUID PRIMARY KEY,
  version BIGINT NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_es TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  name_es_folded TEXT NOT NULL,
  estimated_minutes BIGINT NOT NULL,
  sla_hours BIGINT NOT NULL,
  automatic BOOLEAN NOT NULL,
  materials_required BOOLEAN NOT NULL,
  active BOOLEAN NOT NULL,
  specialties TEXT NOT NULL  -- JSON: [{specialtyId, name, level}]
);

CREATE TABLE materials (
  id UUID PRIMARY KEY,
  version BIGINT NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  unit_cost BIGINT NOT NULL,
  currency TEXT NOT NULL,
  stock BIGINT NOT NULL,
  minimum_stock BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  CONSTRAINT materials_stock CHECK (stock >= 0)
);

CREATE TABLE customers (
  id UUID PRIMARY KEY,
  version BIGINT NOT NULL,
  document_type TEXT NOT NULL,
  document_number TEXT NOT NULL,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  email TEXT,
  phone TEXT,
  active BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (document_type, document_number)
);
CREATE INDEX customers_by_name ON customers (name_folded, id);

CREATE TABLE sites (
  id UUID PRIMARY KEY,
  version BIGINT NOT NULL,
  customer_id UUID NOT NULL REFERENCES customers (id),
  name TEXT,
  address TEXT NOT NULL,
  address_folded TEXT NOT NULL,
  neighbourhood TEXT,
  zone_id UUID REFERENCES zones (id),
  latitude DOUBLE PRECISION,
  longitude DOUBLE PRECISION,
  time_zone TEXT NOT NULL,
  access_notes TEXT,
  active BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX sites_of_customer ON sites (customer_id, id);
CREATE INDEX sites_by_address ON sites (customer_id, address_folded);

-- One row: the number of the newest order. It is taken in the unit of work that stores the order.
CREATE TABLE order_numbers (
  id BIGINT PRIMARY KEY,
  last BIGINT NOT NULL
);
INSERT INTO order_numbers (id, last) VALUES (1, 0);

-- The names stand here as well as with their things, so that one order is one row by its key. Customer, site and type
-- are checked in the unit of work that stores the order and are never deleted: no foreign keys to look up again.
-- created_key sorts by second of creation and number; urgency is 0 for critical to 3 for low.
CREATE TABLE orders (
  id UUID PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE,
  created_key BIGINT NOT NULL UNIQUE,
  version BIGINT NOT NULL,
  status TEXT NOT NULL,
  customer_id UUID NOT NULL,
  customer_name TEXT NOT NULL,
  site_id UUID NOT NULL,
  site_address TEXT NOT NULL,
  zone_id UUID,
  zone_name TEXT,
  time_zone TEXT NOT NULL,
  type_id UUID NOT NULL,
  type_name TEXT NOT NULL,
  priority TEXT NOT NULL,
  urgency BIGINT NOT NULL,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  window_from BIGINT,
  window_to BIGINT,
  technician_id UUID,
  technician_name TEXT,
  sla_hours BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  sla_paused_at BIGINT,
  sla_warned BOOLEAN NOT NULL,
  sla_breached BOOLEAN NOT NULL,
  sla_next_at BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  started_at BIGINT,
  completed_at BIGINT,
  objection_until BIGINT,
  created_by UUID,
  created_by_name TEXT NOT NULL,
  external_ref TEXT
);
-- One index for each order of a list; lists over several statuses or zones are merged from one run of the index each.
CREATE INDEX orders_by_status ON orders (status, created_key);
CREATE INDEX orders_by_urgency ON orders (status, urgency, created_key);
CREATE INDEX orders_by_due ON orders (status, due_at, created_key);
CREATE INDEX orders_of_zone ON orders (zone_id, status, created_key);
CREATE INDEX orders_of_customer ON orders (customer_id, created_key);
CREATE INDEX orders_of_technician ON orders (technician_id, created_key) WHERE technician_id IS NOT NULL;
CREATE INDEX orders_of_technician_by_urgency ON orders (technician_id, urgency, created_key)
  WHERE technician_id IS NOT NULL;
CREATE INDEX orders_of_technician_by_due ON orders (technician_id, due_at, created_key)
  WHERE technician_id IS NOT NULL;
CREATE UNIQUE INDEX orders_by_external_ref ON orders (external_ref) WHERE external_ref IS NOT NULL;
CREATE INDEX orders_by_sla ON orders (sla_next_at) WHERE sla_next_at IS NOT NULL;
CREATE INDEX orders_by_objection ON orders (objection_until) WHERE objection_until IS NOT NULL;

-- What happened to an order, with the names of that day. Nothing deletes from it.
CREATE TABLE order_history (
  id UUID PRIMARY KEY,
  order_id UUID NOT NULL,
  at BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  actor_id UUID,
  actor_name TEXT NOT NULL,
  action TEXT NOT NULL,
  from_status TEXT,
  to_status TEXT,
  reason TEXT,
  detail TEXT,
  event_id UUID
);
CREATE INDEX history_of_order ON order_history (order_id, id);

CREATE TABLE order_comments (
  id UUID PRIMARY KEY,
  order_id UUID NOT NULL REFERENCES orders (id),
  text TEXT NOT NULL,
  author_id UUID,
  author_name TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX comments_of_order ON order_comments (order_id, id);

CREATE TABLE material_lines (
  id UUID PRIMARY KEY,
  version BIGINT NOT NULL,
  order_id UUID NOT NULL REFERENCES orders (id),
  material_id UUID NOT NULL REFERENCES materials (id),
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  quantity BIGINT NOT NULL,
  unit_cost BIGINT NOT NULL,
  currency TEXT NOT NULL,
  actor_id UUID,
  actor_name TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX lines_of_order ON material_lines (order_id, id);

-- Work that was reported before the assignment that it belongs to was heard of: another source, another order.
CREATE TABLE early_work (
  id UUID PRIMARY KEY,
  order_id UUID NOT NULL,
  technician_id UUID NOT NULL,
  type TEXT NOT NULL,
  data TEXT NOT NULL,
  traceparent TEXT NOT NULL,
  recorded_at BIGINT NOT NULL
);
CREATE INDEX early_work_of_order ON early_work (order_id, id);

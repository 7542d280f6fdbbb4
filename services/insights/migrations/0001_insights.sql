-- What happened, for ever. Rows are only added; zone and customer are filled in later where the event itself did not
-- name them and its order became known afterwards.
CREATE TABLE history (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id UUID NOT NULL UNIQUE,
  source TEXT NOT NULL,
  type TEXT NOT NULL,
  subject UUID NOT NULL,
  time BIGINT NOT NULL,
  traceparent TEXT NOT NULL,
  data TEXT NOT NULL,
  actor_id UUID,
  actor_name TEXT NOT NULL,
  order_id UUID,
  order_code TEXT,
  customer_id UUID,
  zone_id UUID,
  technician_id UUID,
  summary TEXT NOT NULL
);
CREATE INDEX history_time ON history (time, id);
CREATE INDEX history_type ON history (type, time, id);
CREATE INDEX history_order ON history (order_id, time, id) WHERE order_id IS NOT NULL;
CREATE INDEX history_actor ON history (actor_id, time, id) WHERE actor_id IS NOT NULL;

-- The projections below hold nothing that the history does not: `rebuild` makes them again.

-- One row an order. version 0: something was heard about it, but not yet what it is.
-- told_at and told_by are the event that the columns up to created_day come from.
CREATE TABLE order_facts (
  order_id UUID PRIMARY KEY,
  version BIGINT NOT NULL,
  told_at BIGINT,
  told_by UUID,
  code TEXT,
  status TEXT,
  customer_id UUID,
  zone_id UUID,
  zone_name TEXT,
  type_id UUID,
  type_name TEXT,
  priority TEXT,
  technician_id UUID,
  technician_name TEXT,
  created_at BIGINT,
  created_day TEXT,
  assigned_at BIGINT,
  started_at BIGINT,
  work_done_at BIGINT,
  marked_done_at BIGINT
);
CREATE INDEX order_facts_created ON order_facts (created_at);
CREATE INDEX order_facts_finished ON order_facts (COALESCE(work_done_at, marked_done_at));

-- One row a decision of dispatch.
CREATE TABLE assignment_facts (
  event_id UUID PRIMARY KEY,
  order_id UUID NOT NULL,
  technician_id UUID NOT NULL,
  technician_name TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX assignment_facts_at ON assignment_facts (at);

-- One row a progress entry; a correction tells it anew.
CREATE TABLE progress_facts (
  progress_id UUID PRIMARY KEY,
  told_at BIGINT NOT NULL,
  told_by UUID NOT NULL,
  order_id UUID NOT NULL,
  technician_id UUID NOT NULL,
  technician_name TEXT NOT NULL,
  at BIGINT NOT NULL,
  minutes BIGINT NOT NULL
);
CREATE INDEX progress_facts_at ON progress_facts (at);

-- What materials come to (in thousandths; what is taken back counts against it), and the bounds of what may be reported
-- as the moment of work. Materials that were noted before count as the least there can be; times that were not kept
-- bound nothing.
ALTER TABLE order_ref ADD COLUMN material_total BIGINT NOT NULL DEFAULT 0;
UPDATE order_ref SET material_total = 1 WHERE material_used;
ALTER TABLE order_ref DROP COLUMN material_used;
ALTER TABLE order_ref ADD COLUMN created_at BIGINT;
ALTER TABLE order_ref ADD COLUMN last_at BIGINT;
UPDATE order_ref SET last_at = (SELECT MAX(a.at) FROM activities a WHERE a.order_id = order_ref.id);

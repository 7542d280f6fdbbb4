-- What each technician's van holds. What lies in the warehouse is materials.stock.
CREATE TABLE van_stock (
  technician_id UUID NOT NULL,
  technician_name TEXT NOT NULL,
  material_id UUID NOT NULL REFERENCES materials (id),
  quantity BIGINT NOT NULL,
  PRIMARY KEY (technician_id, material_id),
  CONSTRAINT van_stock_quantity CHECK (quantity >= 0)
);
CREATE INDEX van_stock_of_material ON van_stock (material_id, technician_id);

-- Every movement of stock, with the names of that day. Nothing deletes from it.
CREATE TABLE stock_movements (
  id UUID PRIMARY KEY,
  material_id UUID NOT NULL REFERENCES materials (id),
  kind TEXT NOT NULL,
  quantity BIGINT NOT NULL,
  technician_id UUID,
  order_id UUID,
  note TEXT,
  actor_id UUID,
  actor_name TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX movements_of_material ON stock_movements (material_id, id);

-- Whose van a line was taken from; NULL: the warehouse. What is corrected goes back there.
ALTER TABLE material_lines ADD COLUMN van_of UUID;

-- What was corrected on a material line: one row a field. Nothing deletes from it.
CREATE TABLE material_line_changes (
  id UUID PRIMARY KEY,
  line_id UUID NOT NULL REFERENCES material_lines (id),
  field TEXT NOT NULL,
  old_value TEXT NOT NULL,
  new_value TEXT NOT NULL,
  justification TEXT,
  actor_id UUID,
  actor_name TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX changes_of_line ON material_line_changes (line_id, id);

-- Equipment that is installed at a site.
CREATE TABLE assets (
  id UUID PRIMARY KEY,
  version BIGINT NOT NULL,
  site_id UUID NOT NULL REFERENCES sites (id),
  customer_id UUID NOT NULL,
  kind TEXT NOT NULL,
  serial TEXT NOT NULL UNIQUE,
  model TEXT,
  installed_on BIGINT,
  warranty_until BIGINT,
  active BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX assets_of_site ON assets (site_id, id);

-- Work that came early is taken up with its own assignment only. What waited before is not known by one: it goes.
DELETE FROM early_work;
ALTER TABLE early_work ADD COLUMN assignment_id UUID;

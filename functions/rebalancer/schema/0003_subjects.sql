-- Whom a record speaks of: names, each with JSON Pointers to what is theirs, or none where all of it is. A default that
-- is constant rewrites no table (PostgreSQL, "Modifying Tables", "Adding a Column"). Moves of slots carry it along, and
-- compare it.
ALTER TABLE groot.records ADD COLUMN subjects jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(subjects) = 'object');

-- For what is asked of all shards about a person; the operator ?| uses it ("jsonb Indexing").
CREATE INDEX records_by_subject ON groot.records USING gin (subjects);

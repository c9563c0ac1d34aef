-- What every shard has: its name and slots, the records, and the fence that keeps others' slots out.
CREATE SCHEMA IF NOT EXISTS groot;

CREATE TABLE groot.shard (
    label text NOT NULL,
    owned int4multirange NOT NULL DEFAULT '{}', -- the slots that are owned or frozen, for what reads all of them
    one boolean PRIMARY KEY DEFAULT true CHECK (one)
);

CREATE TABLE groot.slots (
    slot int PRIMARY KEY CHECK (slot >= 0 AND slot < 16384),
    state text NOT NULL CHECK (state IN ('owned', 'frozen', 'moved', 'incoming')),
    epoch bigint NOT NULL, -- the map's version that made it so
    move text, -- the last move that it took part in
    frozen_until timestamptz -- a frozen slot is written again from then on, so that a move that died blocks nobody
);

CREATE TABLE groot.records (
    slot int NOT NULL,
    collection text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    document jsonb NOT NULL CHECK (jsonb_typeof(document) = 'object'),
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (slot, collection, key) -- the slot first: publications filter by it, and a move reads it as a range
);

CREATE INDEX records_by_key ON groot.records (collection, key); -- for questions to all shards, which come in that order

-- Within the transaction that writes, whoever writes. The shared lock makes freezing a slot wait for writers under way.
-- It runs as its owner: who writes records may not lock slots, which asks for the right to change them. Replication
-- doesn't run it; the rebalancer, which is that owner, may delete what isn't owned here, and says so by `groot.sweep`.
CREATE FUNCTION groot.fence() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = groot, pg_temp AS $$
DECLARE
    asked int;
    found_state text;
    found_epoch bigint;
    thaws timestamptz;
BEGIN
    IF TG_OP = 'DELETE' THEN asked := OLD.slot; ELSE asked := NEW.slot; END IF;
    SELECT state, epoch, frozen_until INTO found_state, found_epoch, thaws FROM slots WHERE slot = asked FOR SHARE;
    IF found_state = 'owned' OR found_state = 'frozen' AND clock_timestamp() >= thaws THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' AND found_state IN ('moved', 'incoming') AND session_user = current_user
        AND current_setting('groot.sweep', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'slot % is not written here', asked
        USING ERRCODE = 'GR001', DETAIL = coalesce(found_state, 'unknown') || ' ' || coalesce(found_epoch, 0);
END
$$;

CREATE TRIGGER fence BEFORE INSERT OR UPDATE OR DELETE ON groot.records
    FOR EACH ROW EXECUTE FUNCTION groot.fence();

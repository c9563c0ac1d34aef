-- Whom workloads connect as, by IAM where there is that: it reads and writes records, and changes nothing of the slots.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'application') THEN
        CREATE ROLE application LOGIN;
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'rds_iam') THEN
            GRANT rds_iam TO application;
        END IF;
    END IF;
END
$$;

GRANT USAGE ON SCHEMA groot TO application;
GRANT SELECT ON groot.shard, groot.slots TO application;
GRANT SELECT, INSERT, UPDATE, DELETE ON groot.records TO application;

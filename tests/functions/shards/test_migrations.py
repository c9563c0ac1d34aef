import pytest

from functions._shared.shard_errors import MapConflictError
from functions.rebalancer.errors import MigrationError, RebalancerError
from functions.rebalancer.founding import found, join
from functions.rebalancer.migrations import Migration, known, migrate
from tests.functions.shards.fleet import THREE, TWO, Fleet

GOOD = Migration(number=8, name="0008_tags", sql="ALTER TABLE groot.records ADD tags text[]")
BAD = Migration(
    number=9, name="0009_bad", sql="CREATE TABLE groot.half (n int); ALTER TABLE groot.records ADD CHECK (version > 1)"
)


def nobody(_: str) -> None:
    """Users are there: the cluster's superuser does all."""


def tables(fleet: Fleet, label: str) -> list[str]:
    return [name for (name,) in fleet.rows(label, "SELECT tablename FROM pg_tables WHERE schemaname = 'groot'")]


def test_a_migration_that_fails_halfway_is_told_by_shard_and_gone_on_with(fleet: Fleet) -> None:
    fleet.rows("shard-001", "INSERT INTO groot.records (slot, collection, key, document) VALUES (9000, 'a', 'b', '{}')")
    migrations = [*known(), GOOD, BAD]
    with pytest.raises(MigrationError) as failure:
        migrate(THREE, fleet.connect, migrations)
    told = str(failure.value)
    assert told.startswith("shard-001 failed at 0009_bad, after 0008_tags: check constraint")
    assert told.endswith("up to date: shard-000; not reached: shard-002; mend it and run again")
    assert "half" in tables(fleet, "shard-000")
    assert "half" not in tables(fleet, "shard-001")
    fleet.rows("shard-001", "UPDATE groot.records SET version = 2")
    assert migrate(THREE, fleet.connect, migrations) == {
        "shard-000": (),
        "shard-001": ("0009_bad",),
        "shard-002": ("0008_tags", "0009_bad"),
    }
    assert migrate(THREE, fleet.connect, migrations) == dict.fromkeys(THREE, ())


def test_a_shard_that_is_down_is_told(fleet: Fleet) -> None:
    def connect(label: str):
        if label == "shard-001":
            raise ConnectionRefusedError("connection refused")
        return fleet.connect(label)

    with pytest.raises(MigrationError, match="shard-001 can't be reached: connection refused; up to date: shard-000;"):
        migrate(TWO, connect, [*known(), GOOD])


def test_a_migration_that_was_applied_does_not_change(fleet: Fleet) -> None:
    first, *_ = known()
    changed = Migration(number=first.number, name=first.name, sql=first.sql + "-- changed")
    with pytest.raises(MigrationError, match="shard-000: 0001_records was applied with another text"):
        migrate(TWO, fleet.connect, [changed])


def test_migrations_are_numbered_without_gaps() -> None:
    assert [migration.number for migration in known()] == list(range(1, len(known()) + 1))


def test_what_is_founded_is_not_founded_again_and_what_joined_does_not_join_again(fleet: Fleet) -> None:
    with pytest.raises(MapConflictError, match="holds a map already"):
        found(THREE, fleet.table, fleet.connect, nobody, bytes)
    with pytest.raises(RebalancerError, match="shard-000 is on the map already"):
        join("shard-000", fleet.table, fleet.connect, nobody)


def test_a_database_with_another_name_or_with_records_does_not_join(fleet: Fleet) -> None:
    with pytest.raises(RebalancerError, match="the database for shard-003 is shard-002's"):
        join("shard-003", fleet.table, lambda _: fleet.connect("shard-002"), nobody)
    fleet.rows("shard-002", "INSERT INTO groot.slots (slot, state, epoch) VALUES (1, 'owned', 1)")
    fleet.rows("shard-002", "INSERT INTO groot.records (slot, collection, key, document) VALUES (1, 'a', 'b', '{}')")
    with pytest.raises(RebalancerError, match="is shard-002's, and holds records"):
        join("shard-002", fleet.table, fleet.connect, nobody)

"""Statements that read a record, or write it if it has a version, and say whether the shard decided that at all.

A trigger checks the slot of each row that is written (functions/rebalancer/schema/0001_records.sql). Where a condition
isn't met there is no row, so the same statement reads the slot's state: who has given the slot up doesn't know.
"""

from collections.abc import Sequence
from typing import Any, Final

from functions._shared.shard_errors import NotOwnerError

READABLE: Final = ("owned", "frozen")
"""A frozen slot isn't written anywhere, so what it holds is the newest."""
FIRST: Final = "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)"
"""Version of a record that wasn't there: milliseconds since 1970. One that was deleted and comes again doesn't come
under a version that it had, as long as it is written less than a thousand times a second."""
GET: Final = """
SELECT s.state, s.epoch, r.document, r.version, r.subjects
FROM (SELECT CAST(:slot AS int) AS slot) a
LEFT JOIN groot.slots s ON s.slot = a.slot
LEFT JOIN groot.records r ON r.slot = a.slot AND r.collection = :collection AND r.key = :key
"""
INSERT: Final = """
INSERT INTO groot.records AS r (slot, collection, key, document)
VALUES (:slot, :collection, :key, CAST(:document AS jsonb))
ON CONFLICT (slot, collection, key) DO UPDATE SET document = EXCLUDED.document, version = r.version + 1
RETURNING r.version
"""
GIVEN: Final = "coalesce(CAST(:subjects AS jsonb), '{}')"
"""Whom a new record speaks of. Where nothing is said of that, one that is there speaks of whom it did."""
PUT: Final = f"""
INSERT INTO groot.records AS r (slot, collection, key, document, version, subjects)
VALUES (:slot, :collection, :key, CAST(:document AS jsonb), {FIRST}, {GIVEN})
ON CONFLICT (slot, collection, key) DO UPDATE SET document = EXCLUDED.document, version = r.version + 1,
    subjects = coalesce(CAST(:subjects AS jsonb), r.subjects)
RETURNING 'owned', 0, r.version, r.xmax = 0
"""  # noqa: S608 - words of ours alone
CREATE: Final = f"""
WITH done AS (
    INSERT INTO groot.records (slot, collection, key, document, version, subjects)
    VALUES (:slot, :collection, :key, CAST(:document AS jsonb), {FIRST}, {GIVEN})
    ON CONFLICT (slot, collection, key) DO NOTHING RETURNING version
) SELECT 'owned', 0, d.version, true FROM (SELECT) a LEFT JOIN done d ON true
"""  # noqa: S608
_HERE: Final = "slot = :slot AND collection = :collection AND key = :key"
_STATE: Final = """
) SELECT s.state, s.epoch, d.version, false
FROM (SELECT CAST(:slot AS int) AS slot) a LEFT JOIN groot.slots s ON s.slot = a.slot LEFT JOIN done d ON true
"""
REPLACE: Final = f"""
WITH done AS (
    UPDATE groot.records SET document = CAST(:document AS jsonb), version = version + 1,
        subjects = coalesce(CAST(:subjects AS jsonb), subjects)
    WHERE {_HERE} AND version = :expected RETURNING version
{_STATE}"""  # noqa: S608
DELETE: Final = f"""
WITH done AS (
    DELETE FROM groot.records WHERE {_HERE} AND version = coalesce(CAST(:expected AS bigint), version) RETURNING version
{_STATE}"""  # noqa: S608


def written(label: str, slot: int, row: Sequence[Any]) -> tuple[int | None, bool]:
    """Return the version that a statement's *row* tells of, None if the condition wasn't met, and whether the record is
    new.

    Raises:
        NotOwnerError: the shard doesn't hold the slot.
    """
    state, epoch, version, is_new = row
    if state not in READABLE:
        raise NotOwnerError(label, slot, state or "unknown", epoch or 0)
    return version, is_new

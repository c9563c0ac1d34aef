"""The copy of a move's slots: a publication that filters by slot, and a subscription to it, between two clusters.

The replication slot is made apart from the subscription, so that each can be found and made again after a crash. What
a publication filters by must be in the replica identity, here the primary key (PostgreSQL, "Row Filters").
"""

from typing import Any

from pg8000.native import Connection, literal

from functions._shared.shard_map import Move
from functions.rebalancer.database import rows, unlogged, value
from functions.rebalancer.errors import RebalancerError, UnlikeError

NEAR_BYTES = 1 << 20
"""A copy that lacks less of the log than this catches up in milliseconds."""


def publish(source: Connection, move: Move) -> None:
    """Make the publication and its replication slot."""
    name = _name(move)
    if not source.run("SELECT FROM pg_publication WHERE pubname = :name", name=name):
        slots = ", ".join(map(str, move.slots))
        source.run(f"CREATE PUBLICATION {name} FOR TABLE groot.records WHERE (slot IN ({slots}))")
    if not _slot(source, name):
        source.run("SELECT FROM pg_create_logical_replication_slot(:name, 'pgoutput')", name=name)


def subscribe(target: Connection, move: Move, conninfo: str) -> None:
    """Begin to copy from *conninfo*, or go on with a new password in it.

    Raises:
        RebalancerError: the target no longer expects the slots.
    """
    name = _name(move)
    with unlogged(target):
        expected = rows(
            target, "SELECT FROM groot.slots WHERE move = :move AND state = 'incoming' FOR SHARE", move=move.id
        )
        if len(expected) != len(move.slots):
            raise RebalancerError(f"{move.target} doesn't expect these slots any more: {move}")
        if _subscribed(target, name):
            target.run(f"ALTER SUBSCRIPTION {name} CONNECTION {literal(conninfo)}")
        else:
            target.run(
                f"CREATE SUBSCRIPTION {name} CONNECTION {literal(conninfo)} PUBLICATION {name} "
                f"WITH (create_slot = false, slot_name = {name}, copy_data = true)"
            )


def near(source: Connection, target: Connection, move: Move) -> bool:
    """Return whether all has been copied, and the copy follows the source closely."""
    waiting = value(
        target,
        "SELECT count(*) FROM pg_subscription s LEFT JOIN pg_subscription_rel r ON r.srsubid = s.oid "
        "WHERE s.subname = :name AND r.srsubstate IS DISTINCT FROM 'r'",
        name=_name(move),
    )
    return not waiting and reached(source, move, None, NEAR_BYTES)


def reached(source: Connection, move: Move, position: str | None, within_bytes: int = 0) -> bool:
    """Return whether the copy has all up to *position* in the source's log, or to its end."""
    found = rows(
        source,
        "SELECT pg_wal_lsn_diff(coalesce(CAST(:position AS pg_lsn), pg_current_wal_lsn()), confirmed_flush_lsn) "
        "<= :within FROM pg_replication_slots WHERE slot_name = :name",
        position=position,
        within=within_bytes,
        name=_name(move),
    )
    return bool(found and found[0][0])


def compare(source: Connection, target: Connection, move: Move) -> int:
    """Return how many records both copies have, the slots being frozen and the target having reached the source.

    Raises:
        UnlikeError: their counts or digests differ.
    """
    ours, theirs = _digest(source, move), _digest(target, move)
    if ours != theirs:
        raise UnlikeError(
            f"{move.source} has {ours[0]:,} records of digest {ours[1]}, and its copy in {move.target} {theirs[0]:,} "
            f"of {theirs[1]}: {move}"
        )
    return ours[0]


def end(source: Connection, target: Connection, move: Move, conninfo: str) -> None:
    """Remove subscription, replication slot and publication."""
    name = _name(move)
    if _subscribed(target, name):
        if _slot(source, name):
            with unlogged(target):
                target.run(f"ALTER SUBSCRIPTION {name} CONNECTION {literal(conninfo)}")
        else:
            target.run(f"ALTER SUBSCRIPTION {name} DISABLE")
            target.run(f"ALTER SUBSCRIPTION {name} SET (slot_name = NONE)")
        target.run(f"DROP SUBSCRIPTION {name}")
    if _slot(source, name):
        source.run("SELECT pg_drop_replication_slot(:name)", name=name)
    source.run(f"DROP PUBLICATION IF EXISTS {name}")


def _digest(connection: Connection, move: Move) -> list[Any]:
    """Return count and digest, which doesn't depend on the order: it finds faults, and isn't meant for forgers."""
    return rows(
        connection,
        "SELECT count(*), CAST(coalesce(sum(CAST(CAST('x' || left(md5(CAST(r AS text)), 16) AS bit(64)) AS bigint)), 0)"
        " AS text) FROM groot.records r WHERE slot = ANY (CAST(:slots AS int[]))",
        slots=list(move.slots),
    )[0]


def _name(move: Move) -> str:
    return f"groot_{move.id}"


def _slot(source: Connection, name: str) -> bool:
    return bool(source.run("SELECT FROM pg_replication_slots WHERE slot_name = :name", name=name))


def _subscribed(target: Connection, name: str) -> bool:
    return bool(target.run("SELECT FROM pg_subscription WHERE subname = :name", name=name))

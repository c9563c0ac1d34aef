"""What a shard says of its slots, changed in transactions of its own database.

Every change names its move and the state that it changes, so that a process which was held up, and comes late, changes
nothing. A slot leaves its former shard before it is taken by the next: two never hold it.
"""

from collections.abc import Sequence

from pg8000.native import Connection

from functions._shared.shard_map import Move
from functions.rebalancer.database import rows, transaction, value
from functions.rebalancer.errors import RebalancerError, TooLateError

FROZEN_SECONDS = 10
"""How long writers are kept out at most, and the move is tried again. Of it, writers are waited for half as long."""
SWEPT_AT_ONCE = 5_000
"""Records deleted in one transaction, so that none is long."""


def expect(target: Connection, move: Move) -> None:
    """Let the target know what will come, and remove what an earlier attempt left.

    Raises:
        RebalancerError: it holds some of the slots.
    """
    with transaction(target):
        target.run(
            "INSERT INTO groot.slots AS s (slot, state, epoch, move) "
            "SELECT slot, 'incoming', 0, :move FROM unnest(CAST(:slots AS int[])) slot "
            "ON CONFLICT (slot) DO UPDATE SET state = 'incoming', move = EXCLUDED.move "
            "WHERE s.state NOT IN ('owned', 'frozen')",
            move=move.id,
            slots=list(move.slots),
        )
        if _count(target, move, "incoming") != len(move.slots):
            raise RebalancerError(f"{move.target} already holds slots that are to move there: {move}")
    sweep(target, move, "incoming")


def freeze(source: Connection, move: Move) -> str:
    """Keep writers out of the slots, and return the position in the log that has all they wrote.

    Raises:
        RebalancerError: the source doesn't hold all of them.
    """
    with transaction(source):
        source.run(f"SET LOCAL lock_timeout = '{FROZEN_SECONDS * 500}ms'")
        source.run(
            "UPDATE groot.slots SET state = 'frozen', move = :move, "
            "frozen_until = clock_timestamp() + CAST(:seconds AS int) * interval '1 second' "
            "WHERE slot = ANY (CAST(:slots AS int[])) AND state IN ('owned', 'frozen')",
            move=move.id,
            seconds=FROZEN_SECONDS,
            slots=list(move.slots),
        )
        if _count(source, move, "frozen") != len(move.slots):
            raise RebalancerError(f"{move.source} doesn't hold all slots that are to move from it: {move}")
    return value(source, "SELECT CAST(pg_current_wal_lsn() AS text)")


def frozen(source: Connection, move: Move) -> bool:
    """Return whether writers are still kept out of all of the slots."""
    return _count(source, move, "frozen", "clock_timestamp() < frozen_until") == len(move.slots)


def thaw(source: Connection, move: Move) -> None:
    """Let writers into the slots again.

    Raises:
        TooLateError: they have left.
    """
    with transaction(source):
        if _count(source, move, "moved"):
            raise TooLateError(f"{move.target} has taken what moved: finish this move, and plan another one back")
        source.run(
            "UPDATE groot.slots SET state = 'owned', frozen_until = NULL WHERE move = :move AND state = 'frozen'",
            move=move.id,
        )


def release(source: Connection, move: Move, epoch: int) -> bool:
    """Give the slots up for good, and return True; False if they were frozen for too long, and written again since."""
    with transaction(source):
        source.run("SELECT FROM groot.shard FOR UPDATE")
        source.run("SELECT FROM groot.slots WHERE move = :move FOR UPDATE", move=move.id)
        if _count(source, move, "moved") == len(move.slots):
            return True
        if not frozen(source, move):
            return False
        source.run(
            "UPDATE groot.slots SET state = 'moved', epoch = :epoch, frozen_until = NULL "
            "WHERE move = :move AND state = 'frozen'",
            epoch=epoch,
            move=move.id,
        )
        _note_owned(source)
    return True


def take(target: Connection, move: Move, epoch: int) -> None:
    """Make the target the slots' holder; only after `release`, which can't be undone."""
    with transaction(target):
        target.run("SELECT FROM groot.shard FOR UPDATE")
        target.run(
            "UPDATE groot.slots SET state = 'owned', epoch = :epoch WHERE move = :move AND state = 'incoming'",
            epoch=epoch,
            move=move.id,
        )
        _note_owned(target)


def forget(target: Connection, move: Move) -> None:
    """Remove what was copied of a move that was cancelled."""
    sweep(target, move, "incoming")
    target.run("DELETE FROM groot.slots WHERE move = :move AND state = 'incoming'", move=move.id)


def sweep(connection: Connection, move: Move, state: str) -> None:
    """Delete the records of the move's slots where they are in *state*, `moved` or `incoming`.

    Not while they are being copied there: a process that comes late would delete what another copies.
    """
    swept = SWEPT_AT_ONCE
    while swept == SWEPT_AT_ONCE:
        with transaction(connection):
            connection.run("SET LOCAL groot.sweep = 'on'")
            swept = value(
                connection,
                "WITH gone AS (DELETE FROM groot.records WHERE ctid = ANY (ARRAY("
                "SELECT r.ctid FROM groot.records r JOIN groot.slots s USING (slot) "
                "WHERE s.move = :move AND s.state = :state "
                "AND NOT EXISTS (SELECT FROM pg_subscription WHERE subname = 'groot_' || CAST(:move AS text)) "
                "LIMIT :most)) RETURNING 1) SELECT count(*) FROM gone",
                move=move.id,
                state=state,
                most=SWEPT_AT_ONCE,
            )


def own(connection: Connection, label: str, slots: Sequence[int]) -> None:
    """Give an empty shard its name and its first slots.

    Raises:
        RebalancerError: it has another name, or records.
    """
    with transaction(connection):
        connection.run("INSERT INTO groot.shard (label) VALUES (:label) ON CONFLICT (one) DO NOTHING", label=label)
        found = rows(connection, "SELECT label, EXISTS (SELECT FROM groot.records) FROM groot.shard FOR UPDATE")[0]
        if found != [label, False]:
            raise RebalancerError(f"the database for {label} is {found[0]}'s{', and holds records' * found[1]}")
        connection.run("DELETE FROM groot.slots")
        connection.run(
            "INSERT INTO groot.slots (slot, state, epoch) "
            "SELECT slot, 'owned', 1 FROM unnest(CAST(:slots AS int[])) slot",
            slots=list(slots),
        )
        _note_owned(connection)


def _count(connection: Connection, move: Move, state: str, also: str = "true") -> int:
    return value(
        connection,
        f"SELECT count(*) FROM groot.slots WHERE move = :move AND state = :state AND {also}",  # noqa: S608 - ours
        move=move.id,
        state=state,
    )


def _note_owned(connection: Connection) -> None:
    connection.run(
        "UPDATE groot.shard SET owned = coalesce((SELECT range_agg(int4range(slot, slot + 1)) FROM groot.slots "
        "WHERE state IN ('owned', 'frozen')), '{}')"
    )

"""Brings projections up to date: each commit once, in its partition's order, whatever the stream of records does.

A record of the table's stream says that there is something to do and carries it along; where records come late, twice
or not at all, the partition's order has the truth. A projection's writes and its checkpoint are one transaction in this
region, so that of two workers one goes on and the other looks again.

A commit that can't be projected is told to the dead letters, and its stream is parked: later commits of it are passed
over, all others go on. `DeadLetters.replay` takes the stream from there, in order.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from typing import Any, Final, Protocol

from botocore.exceptions import BotoCoreError, ClientError

from functions.event_store.checkpoints import Checkpoint, Checkpoints, PoisonError, StaleError
from functions.event_store.epochs import Home
from functions.event_store.errors import DivergedError, EventStoreError
from functions.event_store.home import Homes
from functions.event_store.model import Commit
from functions.event_store.order import NOTHING, Entry, after
from functions.event_store.table import Table

MAX_ACTIONS: Final = 99
"""Of a transaction, beside the checkpoint's (Amazon DynamoDB API Reference, "TransactWriteItems")."""
CHUNK: Final = MAX_ACTIONS
"""Places of the order that are projected at once: as many as are sure to fit where each is of another stream."""


class Projection(Protocol):
    """What is made of commits, in tables of this region."""

    @property
    def name(self) -> str:
        """By which its checkpoints are kept."""
        ...

    def writes(self, commits: Sequence[Commit], generation: int) -> Sequence[dict[str, Any]]:
        """Return the actions of a transaction that project *commits*, which are in order; each on an item of its own.

        They are done once. More than 99, or an error, and the commits come again in halves, down to one alone. A
        rebuild makes another *generation*, beside the one that is read.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class Projector:
    """Brings projections up to date in this region."""

    table: Table
    homes: Homes
    checkpoints: Checkpoints
    bury: Callable[[Mapping[str, Any]], None]
    """Sends a dead letter; may be called twice for the same commit."""

    def catch_up(
        self,
        projection: Projection,
        generation: int,
        partition: int,
        known: Mapping[int, Commit] = NOTHING,
        *,
        seen: tuple[Home, Checkpoint] | None = None,
    ) -> int:
        """Project what of *partition* is here and wasn't projected, and return the position reached.

        Its home and checkpoint aren't read where they were *seen* a moment ago.

        Raises:
            DivergedError: a failover refused what was projected; rebuild it.
            Whatever else the clients raise: nothing is lost, call again.
        """
        while True:
            home, checkpoint = seen or (
                self.homes.asked(partition),
                self.checkpoints.read(projection.name, generation, partition),
            )
            seen = None
            if not home.holds(checkpoint.epoch, checkpoint.position):
                raise DivergedError(
                    f"{projection.name} holds commits of partition {partition} that a failover refused; rebuild it"
                )
            counted = {at: commit for at, commit in known.items() if home.holds(commit.epoch, at)}
            try:
                return self._advance(projection, checkpoint, home, counted)
            except StaleError:
                continue

    def _advance(self, projection: Projection, checkpoint: Checkpoint, home: Home, known: Mapping[int, Commit]) -> int:
        entries = after(self.table, checkpoint.partition, home, checkpoint.position, known)
        while chunk := list(islice(entries, CHUNK)):
            checkpoint = self._project(projection, checkpoint, chunk)
        return checkpoint.position

    def _project(self, projection: Projection, checkpoint: Checkpoint, entries: Sequence[Entry]) -> Checkpoint:
        """Project *entries*; halve them until what can't be projected is alone, and park its stream."""
        commits = [each.commit for each in entries if each.commit and each.commit.stream not in checkpoint.parked]
        last = entries[-1]
        try:
            actions = writes(projection, checkpoint.generation, commits)
            return self.checkpoints.advance(checkpoint, last.position, last.epoch, actions)
        except PoisonError as fault:
            if len(entries) == 1:
                return self._park(checkpoint, last, fault)
        middle = len(entries) // 2
        checkpoint = self._project(projection, checkpoint, entries[:middle])
        return self._project(projection, checkpoint, entries[middle:])

    def _park(self, checkpoint: Checkpoint, entry: Entry, fault: Exception) -> Checkpoint:
        commit = entry.commit
        assert commit is not None  # noqa: S101 - where a home begins nothing is projected
        self.bury(
            {
                "projection": checkpoint.name,
                "generation": checkpoint.generation,
                "partition": checkpoint.partition,
                "position": entry.position,
                "stream": commit.stream,
                "version": commit.first,
                "fault": type(fault.__cause__ or fault).__name__,
            }
        )
        return self.checkpoints.park(checkpoint, entry.position, entry.epoch, commit.stream, commit.first)


def writes(projection: Projection, generation: int, commits: Sequence[Commit]) -> Sequence[dict[str, Any]]:
    """Return what *projection* makes of *commits*.

    Raises:
        PoisonError: the projection can't make a transaction of them.
    """
    if not commits:
        return ()
    try:
        actions = projection.writes(commits, generation)
    except (BotoCoreError, ClientError, OSError):
        raise
    except EventStoreError as fault:
        if fault.status == HTTPStatus.SERVICE_UNAVAILABLE:
            raise
        raise PoisonError from fault
    except Exception as fault:
        raise PoisonError from fault
    if len(actions) > MAX_ACTIONS:
        raise PoisonError from ValueError(f"{len(actions)} actions")
    return actions

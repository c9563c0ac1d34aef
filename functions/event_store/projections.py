"""Brings projections up to date: each commit once, in its partition's order, whatever the stream of records does.

A record of the table's stream says that there is something to do and carries it along; where records come late, twice
or not at all, the partition's order has the truth. A projection's writes and its checkpoint are one transaction in this
region, so that of two workers one goes on and the other looks again.

A commit that can't be projected is told to the dead letters, and its stream is parked: later commits of it are passed
over, all others go on. `DeadLetters.replay` takes the stream from there, in order.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from botocore.exceptions import BotoCoreError, ClientError

from functions.event_store.checkpoints import Checkpoint, Checkpoints, PoisonError, StaleError
from functions.event_store.epochs import Home
from functions.event_store.errors import DivergedError, EventStoreError
from functions.event_store.home import Homes
from functions.event_store.model import Commit
from functions.event_store.order import NOTHING, Entry, after
from functions.event_store.table import Table

MAX_ACTIONS: Final = 100
"""Of a transaction (Amazon DynamoDB API Reference, "TransactWriteItems")."""
MAX_ENTRIES: Final = 1_000
"""Between two looks at the checkpoint, so that many commits without writes are passed in bounded memory."""


class Projection(Protocol):
    """What is made of commits, in tables of this region."""

    @property
    def name(self) -> str:
        """By which its checkpoints are kept."""
        ...

    def writes(self, commit: Commit, generation: int) -> Sequence[dict[str, Any]]:
        """Return at most 99 actions of a transaction that project *commit*, each on an item of its own.

        They are done once. A rebuild makes another *generation*, beside the one that is read.
        """
        ...


@dataclass
class Batch:
    """Entries that one transaction brings about: no item may be in it twice."""

    position: int
    epoch: int
    count: int = 0
    actions: list[dict[str, Any]] = field(default_factory=list)
    _touched: set[str] = field(default_factory=set)

    def takes(self, actions: Sequence[dict[str, Any]]) -> bool:
        """Return whether *actions* fit in, beside the checkpoint's."""
        return (
            self.count < MAX_ENTRIES
            and len(self.actions) + len(actions) < MAX_ACTIONS
            and self._touched.isdisjoint(map(_target, actions))
        )

    def add(self, entry: Entry, actions: Sequence[dict[str, Any]]) -> None:
        """Take *entry* in, with its *actions*."""
        self.position, self.epoch = entry.position, entry.epoch
        self.count += 1
        self.actions += actions
        self._touched.update(map(_target, actions))


@dataclass(frozen=True, kw_only=True)
class Projector:
    """Brings projections up to date in this region."""

    table: Table
    homes: Homes
    checkpoints: Checkpoints
    bury: Callable[[Mapping[str, Any]], None]
    """Sends a dead letter; may be called twice for the same commit."""

    def catch_up(
        self, projection: Projection, generation: int, partition: int, known: Mapping[int, Commit] = NOTHING
    ) -> int:
        """Project what of *partition* is here and wasn't projected, and return the position reached.

        Raises:
            DivergedError: a failover refused what was projected; rebuild it.
            Whatever else the clients raise: nothing is lost, call again.
        """
        while True:
            home = self.homes.asked(partition)
            checkpoint = self.checkpoints.read(projection.name, generation, partition)
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
        for batch, poisoned in self._batches(projection, checkpoint, entries):
            if batch.count:
                try:
                    checkpoint = self.checkpoints.advance(checkpoint, batch.position, batch.epoch, batch.actions)
                except PoisonError:
                    self._one_by_one(projection, checkpoint, home, known, batch.position)
                    raise StaleError from None
            if poisoned:
                checkpoint = self._park(checkpoint, *poisoned)
        return checkpoint.position

    def _batches(
        self, projection: Projection, checkpoint: Checkpoint, entries: Iterator[Entry]
    ) -> Iterator[tuple[Batch, tuple[Entry, Exception] | None]]:
        parked = set(checkpoint.parked)
        batch = Batch(checkpoint.position, checkpoint.epoch)
        for entry in entries:
            try:
                actions = writes(projection, checkpoint.generation, entry.commit, parked)
            except PoisonError as fault:
                yield batch, (entry, fault)
                parked.add(entry.commit.stream if entry.commit else "")
                batch = Batch(entry.position, entry.epoch)
                continue
            if not batch.takes(actions):
                yield batch, None
                batch = Batch(batch.position, batch.epoch)
            batch.add(entry, actions)
        yield batch, None

    def _one_by_one(
        self, projection: Projection, checkpoint: Checkpoint, home: Home, known: Mapping[int, Commit], last: int
    ) -> None:
        """Find out which of a batch's commits the tables refuse, and park that."""
        for entry in after(self.table, checkpoint.partition, home, checkpoint.position, known):
            try:
                actions = writes(projection, checkpoint.generation, entry.commit, set(checkpoint.parked))
                checkpoint = self.checkpoints.advance(checkpoint, entry.position, entry.epoch, actions)
            except PoisonError as fault:
                checkpoint = self._park(checkpoint, entry, fault)
            if entry.position == last:
                return

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


def writes(
    projection: Projection, generation: int, commit: Commit | None, parked: set[str]
) -> Sequence[dict[str, Any]]:
    """Return what *projection* makes of *commit*; nothing if its stream is *parked*.

    Raises:
        PoisonError: the projection can't make anything of it.
    """
    if commit is None or commit.stream in parked:
        return ()
    try:
        actions = projection.writes(commit, generation)
    except (BotoCoreError, ClientError, OSError):
        raise
    except EventStoreError as fault:
        if fault.status == 503:
            raise
        raise PoisonError from fault
    except Exception as fault:
        raise PoisonError from fault
    if len(actions) >= MAX_ACTIONS:
        raise PoisonError from ValueError(f"{len(actions)} actions")
    return actions


def _target(action: Mapping[str, Any]) -> str:
    (what,) = action.values()
    return f"{what['TableName']} {sorted(what.get('Key', what.get('Item')).items())}"

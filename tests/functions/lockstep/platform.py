"""Regions that take turns by one table: what may befall them, and what has to hold all the while."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from functions.lockstep import turn
from functions.lockstep.core import LEASE, Phase, Record
from functions.lockstep.errors import OvertakenError, RecordError
from functions.lockstep.record import Held, RecordTable
from functions.lockstep.rollout import Rollout, Seen


class Region(Protocol):
    """A region's cluster."""

    @property
    def place(self) -> int:
        """The step that its rollout is at."""
        ...

    @property
    def complete(self) -> bool: ...

    @property
    def failed(self) -> bool: ...

    def rollout(self) -> Rollout:
        """Return what a turn reads it by."""
        ...

    def reconcile(self) -> None:
        """Let its controller go on."""
        ...


class KilledError(Exception):
    """The function was ended."""


class Mortal(Rollout):
    """A rollout whose turn is ended before it acts."""

    def __init__(self, of: Rollout) -> None:
        vars(self).update(vars(of))

    def act(self, action: Any, seen: Seen) -> bool:
        raise KilledError


class Shelf(RecordTable):
    """A table in memory; `test_record.py` holds the real one to the same."""

    def __init__(self) -> None:
        self._held = Held(None, 0)

    def read(self) -> Held:
        return self._held

    def write(self, record: Record, before: Held) -> None:
        if before.version != self._held.version:
            raise OvertakenError("another region was faster")
        self._held = Held(record, before.version + 1)


class Cut(Shelf):
    """A table as a region sees it that is cut off."""

    def read(self) -> Held:
        raise RecordError("no route")


@dataclass
class Platform:
    """Regions, the table that they share, and what happens to them."""

    clusters: Mapping[str, Region]
    gates: Sequence[int]
    """Steps at which rollouts stand."""
    table: Shelf = field(default_factory=Shelf)
    now: float = 0.0
    cut: set[str] = field(default_factory=set[str])
    """Who is cut off."""
    heard: dict[str, float] = field(default_factory=dict[str, float])
    """When each was heard of last."""
    furthest: dict[str, int] = field(default_factory=dict[str, int])
    """The furthest step that each has come to."""
    opened: int = 1
    """The furthest gate that regions were let to."""

    @property
    def record(self) -> Record | None:
        return self.table.read().record

    def turn(self, name: str, *, killed: bool = False) -> None:
        """Take a turn, and see that it opens no gate to which a region that counts hasn't come."""
        table = Cut() if name in self.cut else self.table
        rollout = self.clusters[name].rollout()
        with suppress(RecordError, KilledError):
            turn.take(Mortal(rollout) if killed else rollout, table, list(self.clusters), name, lambda: self.now)
        if name in self.cut or not (record := self.record):
            return
        self.heard = {**dict.fromkeys(self.clusters, self.now), **self.heard, name: self.now}
        step = record.gates + 1 if record.phase is Phase.SEALED else record.step
        if step > self.opened:
            self.opened = step
            counted = [other for other, when in self.heard.items() if self.now - when <= LEASE]
            assert [other for other in counted if self._furthest(other) < self.gates[step - 2]] == []

    def reconcile(self, name: str) -> None:
        """Let the controller go on, and see that it passes no gate that wasn't opened."""
        self.clusters[name].reconcile()
        assert sum(gate < self._furthest(name) for gate in self.gates) < self.opened

    def settle(self, rounds: int = 60) -> None:
        """Let everything go on without faults, a minute a round."""
        for _ in range(rounds):
            for name in self.clusters:
                for _ in range(self.gates[-1] + 1):
                    self.reconcile(name)
                self.turn(name)
            self.now += 60

    def until_at(self, gate: int) -> None:
        """Let all regions come to the *gate*th gate, and take no turn there."""
        while late := [name for name, each in self.clusters.items() if each.place < self.gates[gate - 1]]:
            for name in late:
                self.turn(name)
                self.reconcile(name)

    def _furthest(self, name: str) -> int:
        self.furthest[name] = max(self.clusters[name].place, self.furthest.get(name, 0))
        return self.furthest[name]

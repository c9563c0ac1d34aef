"""Regions that take turns by one table, at random times, with kills, failures and cuts: in step, or all back."""

import json
import random
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from functions.lockstep import turn
from functions.lockstep.core import FINAL, LEASE, STEP, Phase, Record
from functions.lockstep.errors import OvertakenError, RecordError
from functions.lockstep.record import Held, RecordTable
from functions.lockstep.rollout import Rollout, Seen
from tests.functions.lockstep.clusters import STEPS, Cluster

NAMES = ("a", "b", "c")
GATES = [place for place, step in enumerate(STEPS) if step.get("pause") == {}]
EVENTS = 400


class KilledError(Exception):
    """The function was ended."""


class Mortal(Rollout):
    """A rollout whose turn is ended before it acts."""

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

    names: tuple[str, ...] = NAMES
    table: Shelf = field(default_factory=Shelf)
    clusters: dict[str, Cluster] = field(default_factory=dict[str, Cluster])
    now: float = 0.0
    cut: set[str] = field(default_factory=set[str])
    """Who is cut off."""
    heard: dict[str, float] = field(default_factory=dict[str, float])
    """When each was heard of last."""
    furthest: dict[str, int] = field(default_factory=dict[str, int])
    """The furthest step that each has come to."""
    opened: int = 1
    """The furthest step that regions were let to."""

    def __post_init__(self) -> None:
        self.clusters = {name: Cluster() for name in self.names}
        for cluster in self.clusters.values():
            cluster.feed(2)

    @property
    def record(self) -> Record | None:
        return self.table.read().record

    def turn(self, name: str, *, killed: bool = False) -> None:
        """Take a turn, and see that it opens no step to which a region that counts hasn't come."""
        table = Cut() if name in self.cut else self.table
        rollout = Mortal(self.clusters[name], "apps", "api") if killed else self.clusters[name].rollout()
        with suppress(RecordError, KilledError):
            turn.take(rollout, table, self.names, name, lambda: self.now)
        if name in self.cut or not (record := self.record):
            return
        self.heard = {**dict.fromkeys(self.names, self.now), **self.heard, name: self.now}
        step = record.gates + 1 if record.phase is Phase.SEALED else record.step
        if step > self.opened:
            self.opened = step
            counted = [other for other, when in self.heard.items() if self.now - when <= LEASE]
            assert [other for other in counted if self.furthest.get(other, 0) < GATES[step - 2]] == []

    def reconcile(self, name: str) -> None:
        """Let the controller go on, and see that it passes no gate that wasn't opened."""
        cluster = self.clusters[name]
        cluster.reconcile()
        self.furthest[name] = max(cluster.place, self.furthest.get(name, 0))
        assert sum(gate < cluster.place for gate in GATES) < self.opened

    def settle(self) -> None:
        """Let everything go on without faults until nothing changes."""
        for _ in range(60):
            for name in self.clusters:
                for _ in STEPS:
                    self.reconcile(name)
                self.turn(name)
            self.now += 60


@pytest.mark.parametrize("seed", range(40))
def test_whatever_happens_all_regions_get_it_or_none(seed: int) -> None:
    drawn, platform = random.Random(seed), Platform()
    fails = drawn.random() < 0.5
    failed = set[str]()
    for _ in range(EVENTS):
        name = drawn.choice(NAMES)
        match drawn.choices(["turn", "reconcile", "kill", "time", "cut", "mend", "fail"], [40, 60, 8, 20, 2, 4, 1])[0]:
            case "turn":
                platform.turn(name)
            case "reconcile":
                platform.reconcile(name)
            case "kill":
                platform.turn(name, killed=True)
            case "time":
                platform.now += drawn.uniform(1, 40)
            case "cut" if len(platform.cut) < len(NAMES) - 1:
                platform.cut.add(name)
            case "mend":
                platform.cut.discard(name)
            case "fail" if fails and not failed and (record := platform.record) and record.phase is Phase.ROLLING:
                platform.clusters[name].fail()
                failed.add(name)
            case _:
                pass
    platform.cut.clear()
    platform.settle()
    record = platform.record
    assert record
    assert record.phase in FINAL
    ends = {name: platform.clusters[name].complete for name in NAMES if name not in failed}
    assert set(ends.values()) == {record.phase is Phase.SEALED}
    assert all(platform.clusters[name].failed for name in failed)


def test_without_faults_all_get_it() -> None:
    platform = Platform()
    platform.settle()
    assert [each.complete for each in platform.clusters.values()] == [True] * 3


def test_one_region_gets_it_alone() -> None:
    platform = Platform(names=("a",))
    platform.settle()
    assert platform.clusters["a"].complete


def test_a_failure_takes_back_those_that_are_at_the_last_gate() -> None:
    platform = Platform()
    until_stands_at(platform, 3)
    platform.clusters["b"].fail()
    platform.settle()
    assert [each.failed for each in platform.clusters.values()] == [True] * 3


def until_stands_at(platform: Platform, gate: int) -> None:
    """Let all regions come to *gate*, and no turn be taken there."""
    while any(each.place < GATES[gate - 1] for each in platform.clusters.values()):
        for name, cluster in platform.clusters.items():
            if cluster.place < GATES[gate - 1]:
                platform.turn(name)
                platform.reconcile(name)


def test_a_region_that_is_lost_holds_nobody_and_follows_when_it_is_back() -> None:
    platform = Platform()
    until_stands_at(platform, 2)
    platform.cut.add("c")
    platform.settle()
    assert {name: each.complete for name, each in platform.clusters.items()} == {"a": True, "b": True, "c": False}
    assert platform.clusters["c"].place == GATES[1]
    platform.cut.clear()
    platform.settle()
    assert platform.clusters["c"].complete


def test_a_step_that_does_not_end_is_taken_back() -> None:
    platform = Platform()
    until_stands_at(platform, 2)
    for _ in range(int(STEP // 60) + 3):
        platform.now += 60
        for name in NAMES:
            platform.turn(name)
    assert [each.failed for each in platform.clusters.values()] == [True] * 3


def test_who_is_overtaken_looks_again_and_gives_up_in_the_end() -> None:
    class Busy(Shelf):
        """A table that other regions write to just before one does, as often as is left."""

        left = 0

        def write(self, record: Record, before: Held) -> None:
            self.left -= 1
            super().write(record, Held(None, -1) if self.left >= 0 else before)

    busy, cluster = Busy(), Cluster()
    cluster.feed(2)
    for _ in range(2):
        cluster.reconcile()
    busy.left = turn.TRIES
    with pytest.raises(OvertakenError):
        turn.take(cluster.rollout(), busy, NAMES, "a", lambda: 0.0)
    busy.left = turn.TRIES - 1
    assert turn.take(cluster.rollout(), busy, NAMES, "a", lambda: 0.0)
    assert busy.read().version == 1


def test_one_turn_tells_that_a_release_was_reverted(capsys: pytest.CaptureFixture[str]) -> None:
    platform = Platform()
    until_stands_at(platform, 2)
    platform.clusters["b"].fail()
    for name in (*NAMES, *NAMES):
        taken = turn.take(platform.clusters[name].rollout(), platform.table, NAMES, name, lambda: 0.0)
        turn.tell("groot-test", taken)
    turn.tell("groot-test", None)
    told: list[Mapping[str, Any]] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [sum(one["Reverts"]) for one in told] == [0, 1, 0, 0, 0, 0, 0]
    assert {one["Stack"] for one in told} == {"groot-test"}


def test_a_table_that_does_not_answer_is_told_by_its_name() -> None:
    class Unreachable:
        def get_item(self, **_: Any) -> None:
            raise EndpointConnectionError(endpoint_url="https://dynamodb.us-east-1.amazonaws.com")

    with pytest.raises(RecordError, match="record doesn't answer"):
        turn.take(Cluster().rollout(), RecordTable(Unreachable(), "record", "api"), NAMES, "a", lambda: 0.0)

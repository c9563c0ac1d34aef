"""Regions that take turns by one table, at random times, with kills, failures and cuts: in step, or all back."""

import json
import random
from collections.abc import Mapping
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from functions.lockstep import turn
from functions.lockstep.core import FINAL, STEP, Phase, Record
from functions.lockstep.errors import OvertakenError, RecordError
from functions.lockstep.record import Held, RecordTable
from tests.functions.lockstep.clusters import STEPS, Cluster
from tests.functions.lockstep.platform import Platform, Shelf

NAMES = ("a", "b", "c")
GATES = [place for place, step in enumerate(STEPS) if step.get("pause") == {}]
EVENTS = 400


def platform(*names: str) -> tuple[Platform, dict[str, Cluster]]:
    """Return regions, three if none is named, that are to run release 2, and their clusters."""
    clusters = {name: Cluster() for name in names or NAMES}
    for cluster in clusters.values():
        cluster.feed(2)
    return Platform(clusters, GATES), clusters


@pytest.mark.parametrize("seed", range(40))
def test_whatever_happens_all_regions_get_it_or_none(seed: int) -> None:
    drawn, (regions, clusters) = random.Random(seed), platform()
    fails = drawn.random() < 0.5
    failed = set[str]()
    for _ in range(EVENTS):
        name = drawn.choice(NAMES)
        match drawn.choices(["turn", "reconcile", "kill", "time", "cut", "mend", "fail"], [40, 60, 8, 20, 2, 4, 1])[0]:
            case "turn":
                regions.turn(name)
            case "reconcile":
                regions.reconcile(name)
            case "kill":
                regions.turn(name, killed=True)
            case "time":
                regions.now += drawn.uniform(1, 40)
            case "cut" if len(regions.cut) < len(NAMES) - 1:
                regions.cut.add(name)
            case "mend":
                regions.cut.discard(name)
            case "fail" if fails and not failed and (record := regions.record) and record.phase is Phase.ROLLING:
                clusters[name].fail()
                failed.add(name)
            case _:
                pass
    regions.cut.clear()
    regions.settle()
    record = regions.record
    assert record
    assert record.phase in FINAL
    ends = {name: clusters[name].complete for name in NAMES if name not in failed}
    assert set(ends.values()) == {record.phase is Phase.SEALED}
    assert all(clusters[name].failed for name in failed)


def test_without_faults_all_get_it() -> None:
    regions, clusters = platform()
    regions.settle()
    assert [each.complete for each in clusters.values()] == [True] * 3


def test_one_region_gets_it_alone() -> None:
    regions, clusters = platform("a")
    regions.settle()
    assert clusters["a"].complete


def test_a_failure_takes_back_those_that_are_at_the_last_gate() -> None:
    regions, clusters = platform()
    regions.until_at(3)
    clusters["b"].fail()
    regions.settle()
    assert [each.failed for each in clusters.values()] == [True] * 3


def test_a_region_that_is_lost_holds_nobody_and_follows_when_it_is_back() -> None:
    regions, clusters = platform()
    regions.until_at(2)
    regions.cut.add("c")
    regions.settle()
    assert {name: each.complete for name, each in clusters.items()} == {"a": True, "b": True, "c": False}
    assert clusters["c"].place == GATES[1]
    regions.cut.clear()
    regions.settle()
    assert clusters["c"].complete


def test_a_step_that_does_not_end_is_taken_back() -> None:
    regions, clusters = platform()
    regions.until_at(2)
    for _ in range(int(STEP // 60) + 3):
        regions.now += 60
        for name in NAMES:
            regions.turn(name)
    assert [each.failed for each in clusters.values()] == [True] * 3


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
    regions, clusters = platform()
    regions.until_at(2)
    clusters["b"].fail()
    for name in (*NAMES, *NAMES):
        taken = turn.take(clusters[name].rollout(), regions.table, NAMES, name, lambda: 0.0)
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

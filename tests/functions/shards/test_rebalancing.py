"""Moves between real clusters, under load, with their makers dying at every step."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from functions._shared.shard_table import ShardTable
from functions.rebalancer.core import BEFORE_RELEASE
from functions.rebalancer.errors import BusyError, RebalancerError, TooLateError
from functions.rebalancer.state import StateTable, Step
from tests.functions.shards.fleet import Fleet
from tests.functions.shards.load import KEYS, Load
from tests.functions.shards.sabotage import Ended, Sabotage, SabotagedClient, SabotagedConnection

ROOT = Path(__file__).resolve().parents[3]
TWO, THREE = ("shard-000", "shard-001"), ("shard-000", "shard-001", "shard-002")
IN_A_MINUTE = 60.0
MOVING = [step for step in Step if step not in (Step.CANCEL, Step.RETRACT, Step.WITHDRAW, Step.DONE, Step.CANCELLED)]


def finish(fleet: Fleet) -> Step:
    return fleet.rebalancer().run(until=time.monotonic() + IN_A_MINUTE).step


def assert_whole(fleet: Fleet, load: Load) -> None:
    """Nothing lost, nothing twice, nothing left behind, nothing read that was old."""
    assert load.faults == []
    stored: list[tuple[str, int]] = []
    for label in THREE:
        stored += [tuple(row) for row in fleet.rows(label, "SELECT key, (document ->> 'n')::int FROM groot.records")]
        assert fleet.rows(label, "SELECT FROM pg_subscription") == []
        assert fleet.rows(label, "SELECT FROM pg_replication_slots") == []
        assert fleet.rows(label, "SELECT FROM pg_publication") == []
    assert sorted(stored) == sorted(load.acknowledged.items())
    found = fleet.table.read()
    for label in THREE:
        owned = fleet.rows(label, "SELECT slot FROM groot.slots WHERE state = 'owned' ORDER BY slot")
        assert [slot for (slot,) in owned] == [slot for slot in range(16_384) if found.owners[slot] == label]


@contextmanager
def mortals(fleet: Fleet, endpoint: str) -> Iterator[Callable[[str], int]]:
    ports = [str(cluster.port) for cluster in fleet.clusters.values()]
    module = "tests.functions.shards.mortal"
    command = [sys.executable, "-m", module, endpoint, fleet.table.name, fleet.database, *ports]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout

        def live(moment: str) -> int:
            print(moment, file=process.stdin, flush=True)
            return int(process.stdout.readline())  # pyright: ignore[reportOptionalMemberAccess]

        yield live
        process.stdin.close()


def test_killed_at_every_step_and_between_them_a_move_loses_and_doubles_nothing(
    fleet: Fleet, emulator_endpoint: str
) -> None:
    load = Load(fleet)
    with mortals(fleet, emulator_endpoint) as live, load.running():
        fleet.rebalancer().start(THREE, slots_per_move=4096)
        for step in MOVING:
            assert live(step) == -9, step
        for milliseconds in range(10, 150, 20):
            live(str(milliseconds))
        assert live("") == 0
        assert fleet.rebalancer().start(TWO, slots_per_move=4096).step == Step.ANNOUNCE
        for step in MOVING:
            assert live(step) == -9, step
        assert live("") == 0
        writes = load.writes
    assert_whole(fleet, load)
    assert fleet.table.read().labels == TWO
    print(
        f"\n{load.writes} {writes} writes, {load.reads} reads, {load.refused} refused; longest {load.longest_write_seconds:.3f}s; gathered {load.gathered}, partial {load.partial}"
    )
    assert load.refused
    assert load.gathered


def test_ended_before_and_after_every_word_to_database_and_table_it_goes_on(fleet: Fleet) -> None:
    load = Load(fleet)
    sabotage = Sabotage()
    table = ShardTable(SabotagedClient(fleet.table.client, sabotage), fleet.table.name)

    def connect(label: str) -> Any:
        return SabotagedConnection(fleet.connect(label), sabotage)

    ends = 0
    with load.running():
        fleet.rebalancer().start(THREE, slots_per_move=4096)
        while True:
            try:
                state = fleet.rebalancer(table=table, connect=connect).run(until=time.monotonic() + IN_A_MINUTE)
                break
            except Ended:
                ends += 1
    print(ends, load.longest_write_seconds)
    assert state.step == Step.DONE
    assert_whole(fleet, load)
    assert ends >= 100

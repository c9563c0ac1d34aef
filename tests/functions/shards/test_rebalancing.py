"""Moves between real clusters, under load, with their makers dying at every step."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from functions._shared.shard_table import ShardTable
from functions.rebalancer.state import Step
from tests.functions.shards.fleet import THREE, TWO, Fleet
from tests.functions.shards.load import Load
from tests.functions.shards.sabotage import Ended, Sabotage, SabotagedClient, SabotagedConnection

ROOT = Path(__file__).resolve().parents[3]
MOVING = [step for step in Step if step not in (Step.CANCEL, Step.RETRACT, Step.WITHDRAW, Step.DONE, Step.CANCELLED)]


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
        for step in (Step.SUBSCRIBE, Step.DRAIN, Step.RELEASE, Step.TAKE, Step.SWEEP):  # and back
            assert live(step) == -9, step
        assert live("") == 0
    load.assert_whole()
    assert fleet.table.read().labels == TWO
    assert load.writes > 2 * len(load.keys)
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
                state = fleet.rebalancer(table=table, connect=connect).run(until=time.monotonic() + 60)
                break
            except Ended:
                ends += 1
    assert state.step == Step.DONE
    load.assert_whole()
    assert ends >= 100

"""Processes killed under load: no acknowledged event is lost, order is kept, the second region's copy is equal.

`--kills 30` kills thirty (`make kills`); four are one of each kind.
"""

import time
from itertools import cycle, islice

import pytest

from tests.survival.writers import Mortal, eventually, read, writing

WRITERS = 3
BETWEEN = 5
"""Appends that have to be acknowledged before the next kill."""
VICTIMS = ("ministack", "router", "worker", "moto")
COPIED_SECONDS = 30.0
"""Within which the second region has all; on an idle machine it is about one."""


def test_nothing_acknowledged_is_lost_by_any_kill(mortal: Mortal, pytestconfig: pytest.Config) -> None:
    kills = pytestconfig.getoption("--kills")
    home, abroad = mortal.home, mortal.abroad
    with writing(home, f"kills-{time.time_ns()}", WRITERS) as writers:
        for victim in islice(cycle(VICTIMS), kills):
            enough = writers.count + BETWEEN
            eventually(lambda enough=enough: writers.count >= enough)
            mortal.kill(victim)
        enough = writers.count + BETWEEN
        eventually(lambda enough=enough: writers.count >= enough)

    ended = time.monotonic()
    found = {stream: read(home, stream) for stream in writers.acknowledged}
    for stream, receipts in writers.acknowledged.items():
        told = [(one["first"], one["position"], number, f"somebody {number}") for number, one in enumerate(receipts, 1)]
        assert found[stream] == told
        assert [version for version, *_ in told] == list(range(1, len(told) + 1))
        positions = [position for _, position, *_ in told]
        assert positions == sorted(set(positions))
    eventually(lambda: all(len(read(abroad, stream)) >= len(events) for stream, events in found.items()))
    copied_seconds = time.monotonic() - ended
    assert {stream: read(abroad, stream) for stream in found} == found
    assert copied_seconds < COPIED_SECONDS
    print(f"{kills} kills, {writers.count} commits acknowledged, copied and read in {copied_seconds:.1f} s")

"""Concurrent writers and readers and a failover: every answer is that of a list that takes one call at a time."""

import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from functions.event_store.core import EventStore
from functions.event_store.errors import BusyError, NotArrivedError, NotHomeError, VersionConflictError
from functions.event_store.model import Receipt
from tests.functions.event_store.data_plane import AWAY, HOME, Site
from tests.functions.event_store.faults import Dying, Killed
from tests.functions.event_store.linearizability import Operation, State, is_linearizable
from tests.functions.event_store.test_commits import events

STREAMS = ("left", "right")
ROUNDS = 12


def operation(began: float, ended: float, name: str | None, expected: int = 0, *, answer: Any) -> Operation:
    append = (name, expected, 1) if name else None
    return Operation(began=began, ended=ended, append=append, answer=answer)


@pytest.mark.parametrize(
    ("history", "is_right"),
    [
        ([operation(0, 1, "a", answer=True), operation(2, 3, None, answer=(("a", 1),))], True),
        ([operation(0, 1, "a", answer=True), operation(2, 3, None, answer=())], False),
        ([operation(0, 3, "a", answer=True), operation(1, 2, None, answer=())], True),
        ([operation(0, 3, "a", answer=True), operation(1, 2, "b", answer=True)], False),
        ([operation(0, 3, "a", answer=True), operation(1, 2, "b", answer=False)], True),
        ([operation(0, 1, "a", answer=False)], False),
        ([operation(0, 1, "a", answer=True), operation(2, 3, "a", answer=True)], True),
        ([operation(0, 9e9, "a", answer=None), operation(2, 3, None, answer=(("a", 1),))], True),
        (
            [
                operation(0, 1, "a", answer=True),
                operation(2, 5, "b", 1, answer=None),
                operation(2, 3, None, answer=(("a", 1), ("b", 1))),
                operation(4, 5, None, answer=(("a", 1),)),
            ],
            False,
        ),
    ],
)
def test_the_checker_tells_right_histories_from_wrong(history: list[Operation], is_right: bool) -> None:
    assert is_linearizable(history) is is_right


class Worker(threading.Thread):
    """Reads and appends as it pleases, and dies now and then."""

    def __init__(self, site: Site, region: str, seed: int, halfway: "Callable[[Worker], object]") -> None:
        super().__init__(daemon=True)
        self.site, self.region, self.seed, self.halfway = site, region, seed, halfway
        self.chance = random.Random(seed)
        self.history: dict[str, list[Operation]] = defaultdict(list)
        self.receipts: list[tuple[float, float, Receipt]] = []
        self.fault: BaseException | None = None

    def run(self) -> None:
        try:
            self.restart()
            for n in range(ROUNDS):
                if n == ROUNDS // 3:
                    self.halfway(self)
                self.turn(f"w{self.seed}-{n}", self.chance.choice(STREAMS))
        except BaseException as fault:  # noqa: BLE001 - told by the test
            self.fault = fault

    def restart(self) -> None:
        self.client = Dying(self.site.dynamodb)
        self.store: EventStore = self.site.worker(self.region, dynamodb=self.client)

    def turn(self, name: str, stream: str) -> None:
        began = time.monotonic()
        found: State = tuple((commit.commit_id, commit.count) for commit in self.store.commits.read(stream))
        self.history[stream].append(Operation(began=began, ended=time.monotonic(), answer=found))
        version, count = sum(count for _, count in found), self.chance.randint(1, 3)
        for _ in range(self.chance.choice((1, 1, 2))):
            if self.chance.random() < 0.1:
                self.client.die(self.chance.randint(1, 3), after=self.chance.random() < 0.5)
            began, answer = time.monotonic(), None
            try:
                receipt = self.store.append(stream, version, events(*range(count)), name)
                answer = True
                self.receipts.append((began, time.monotonic(), receipt))
            except VersionConflictError:
                answer = False
            except (NotHomeError, NotArrivedError):
                return
            except BusyError:
                pass
            except Killed:
                self.restart()
            finally:
                self.client.die(0, after=False)
            ended = time.monotonic() if answer is not None else float("inf")
            self.history[stream].append(
                Operation(began=began, ended=ended, append=(name, version, count), answer=answer)
            )


@pytest.mark.parametrize("seed", range(3))
def test_concurrent_appends_are_linearizable_across_a_failover(site: Site, seed: int) -> None:
    site.partitions = 1
    busy, moved = threading.Event(), threading.Event()

    def halfway(worker: Worker) -> None:
        busy.set() if worker.region == HOME else moved.wait()

    workers = [Worker(site, (HOME, AWAY)[i % 2], 10 * seed + i, halfway) for i in range(6)]
    for worker in workers:
        worker.start()
    busy.wait()
    homes = site.worker(HOME).commits.homes
    while homes.asked(0).present.region == HOME:
        with suppress(NotArrivedError):
            homes.move(0, AWAY)
    site.worker(AWAY).commits.homes.open(0)
    moved.set()
    for worker in workers:
        worker.join()
    assert [worker.fault for worker in workers if worker.fault] == []
    taken = [each for worker in workers for each in worker.receipts]
    assert {receipt.epoch for _, _, receipt in taken} == {1, 2}
    for stream in STREAMS:
        assert is_linearizable([each for worker in workers for each in worker.history[stream]])
    positions = {(receipt.stream, receipt.commit_id): receipt.position for _, _, receipt in taken}
    assert len(set(positions.values())) == len(positions)
    firsts = {}
    for began, ended, receipt in sorted(taken, key=lambda each: each[1]):
        firsts.setdefault(receipt.position, (began, ended))
    for position, (_, ended) in firsts.items():
        assert all(at > position for at, (began, _) in firsts.items() if began > ended)

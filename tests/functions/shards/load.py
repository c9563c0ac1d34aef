"""Writers and readers that note what they were told, and find what contradicts it."""

import itertools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from functions._shared.shard_errors import NotOwnerError, ShardError
from functions._shared.shard_query import Query
from functions._shared.shard_router import ShardRouter
from functions._shared.shard_slots import SLOTS
from tests.functions.shards.fleet import THREE, Fleet

WRITERS, KEYS = 3, 120
PAUSE_SECONDS, ROUND_SECONDS = 0.02, 0.005
"""Of writers and readers, and between questions to all shards: leaves some of the machine to those who move slots."""


class Load:
    """Each key has one writer, which counts upwards: what is read is never less than what had been acknowledged."""

    def __init__(self, fleet: Fleet) -> None:
        self.fleet = fleet
        self.keys = [f"account-{number}" for number in range(KEYS)]
        self.acknowledged = dict.fromkeys(self.keys, 0)
        self.attempted = dict.fromkeys(self.keys, 0)
        self.faults: list[str] = []
        self.gathered = self.partial = self.reads = self.refused = 0
        self.longest_write_seconds = 0.0
        self._ended = threading.Event()

    @property
    def writes(self) -> int:
        return sum(self.acknowledged.values())

    @contextmanager
    def running(self) -> Iterator[None]:
        first = self.fleet.router()
        for key in self.keys:
            self._write(first, key)
        tasks = [lambda part=part: self._writes(self.keys[part::WRITERS]) for part in range(WRITERS)]
        tasks += [self._reads, self._reads_stale, self._gathers]
        threads = [threading.Thread(target=self._noting, args=(task,), daemon=True) for task in tasks]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._ended.set()
            for thread in threads:
                thread.join(20)

    def _noting(self, task: Callable[[], None]) -> None:
        try:
            task()
        except ShardError as fault:
            self.faults.append(f"{type(fault).__name__}: {fault}")

    def _writes(self, keys: Sequence[str]) -> None:
        router = self.fleet.router()
        for key in itertools.cycle(keys):
            if self._ended.wait(PAUSE_SECONDS):
                return
            self._write(router, key)

    def _write(self, router: ShardRouter, key: str) -> None:
        begun = time.monotonic()
        self.attempted[key] += 1
        try:
            router.insert("accounts", key, {"n": self.attempted[key]})
        except NotOwnerError:  # on a machine that is too busy to end a freeze in time
            return
        self.acknowledged[key] = self.attempted[key]
        self.longest_write_seconds = max(self.longest_write_seconds, time.monotonic() - begun)

    def _reads(self) -> None:
        self._read_all(self.fleet.router())

    def _reads_stale(self) -> None:
        self._read_all(self.fleet.stale_router())

    def _read_all(self, router: ShardRouter) -> None:
        for key in itertools.cycle(self.keys):
            if self._ended.wait(PAUSE_SECONDS):
                return
            before = self.acknowledged[key]
            try:
                found = router.get("accounts", key)
            except NotOwnerError:
                self.refused += 1
                continue
            self.reads += 1
            if not found or not before <= found.document["n"] <= self.attempted[key]:
                self.faults.append(f"{key}: read {found}, acknowledged {before}, attempted {self.attempted[key]}")

    def _gathers(self) -> None:
        router = self.fleet.router()
        while not self._ended.wait(ROUND_SECONDS):
            found = router.query(Query(collection="accounts", limit=1_000))
            keys = [record.key for record in found.records]
            if found.missing:
                self.partial += 1
                if len(set(keys)) != len(keys):
                    self.faults.append(f"doubled in a partial answer: {found.missing}")
                continue
            self.gathered += 1
            if keys != sorted(self.keys):
                self.faults.append(f"gathered {len(keys)} records of {len(set(keys))} keys instead of {KEYS}")

    def assert_whole(self) -> None:
        """Nothing lost, nothing twice, nothing left behind, nothing read that was old."""
        assert self.faults == []
        found, stored = self.fleet.table.read(), []
        for label in THREE:
            rows = self.fleet.rows(label, "SELECT key, (document ->> 'n')::int FROM groot.records")
            stored += [tuple(row) for row in rows]
            for left in ("pg_subscription", "pg_replication_slots", "pg_publication"):
                assert self.fleet.rows(label, f"SELECT FROM {left}") == []
            owned = self.fleet.rows(label, "SELECT slot FROM groot.slots WHERE state = 'owned' ORDER BY slot")
            assert [slot for (slot,) in owned] == [slot for slot in range(SLOTS) if found.owners[slot] == label]
        assert sorted(stored) == sorted(self.acknowledged.items())

"""Writers that append to streams of their own, each commit until it is acknowledged, whatever dies meanwhile."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from typing import Any

from sandbox.emulator import Emulator
from tests.api.caller import Answer, Caller
from tests.api.conftest import ABROAD, HOME
from tests.conftest import Deployed

AGAIN = frozenset({429, 500, 502, 503, 504})
"""Statuses after which the same commit is sent again."""
PATIENCE_SECONDS = 120.0


@dataclass
class Mortal:
    """A stack, the emulator that it is in, and who calls its API."""

    emulator: Emulator
    deployed: Deployed

    @cached_property
    def home(self) -> Caller:
        return self._ready(HOME)

    @cached_property
    def abroad(self) -> Caller:
        return self._ready(ABROAD)

    def _ready(self, region: str) -> Caller:
        """Return a caller whose key is saved already: keys aren't among what stands in the journal at once."""
        caller = Caller(self.deployed, region)
        saved = self.emulator.home / "data" / "state" / "apigateway_v1.json"
        eventually(lambda: saved.exists() and caller.key in saved.read_text())
        patiently(lambda: caller.read("nobody"), HTTPStatus.NOT_FOUND)
        return caller

    def kill(self, name: str) -> None:
        """Kill a process of the emulator, or with `worker` a function's, and bring up again what it was."""
        status = self.emulator.status()
        assert status
        if name == "worker":
            eventually(lambda: _end(workers(status.pids["ministack"])))
            return
        os.kill(status.pids[name], 9)
        eventually(lambda: name in self.emulator.lost())
        self.emulator.start()


def workers(ministack: int) -> list[int]:
    """Return the processes of functions."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            _, _, rest = stat.read_text().rpartition(")")
        except OSError:
            continue
        if int(rest.split()[1]) == ministack and rest.split()[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def _end(pids: list[int]) -> bool:
    """Kill all of *pids*; returns whether there were any."""
    for pid in pids:
        try:
            os.kill(pid, 9)
        except ProcessLookupError:
            continue
    return bool(pids)


def eventually(look: Callable[[], Any]) -> None:
    """Wait until *look* finds something, as long as functions may take to start on a busy machine."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not look():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)


def patiently(send: Callable[[], Answer], status: int) -> Answer:
    """Return the first answer of *send* with *status*; raises AssertionError at any that can't become it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            answer = send()
        except (OSError, HTTPException, ValueError):  # nobody there, cut off, or half a body
            pass
        else:
            if answer.status == status:
                return answer
            assert answer.status in AGAIN, answer
        assert time.monotonic() < deadline, "it is never answered"
        time.sleep(0.05)


@dataclass
class Writers:
    """Appends under way, and what was acknowledged of them."""

    caller: Caller
    run: str
    acknowledged: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Receipts by stream, in the order of their writer."""
    faults: list[BaseException] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def count(self) -> int:
        assert not self.faults, self.faults
        return sum(map(len, self.acknowledged.values()))

    def write(self, stream: str) -> None:
        receipts = self.acknowledged.setdefault(stream, [])
        try:
            while not self.stopped.is_set():
                number = len(receipts) + 1
                data = {"number": number, "name": f"somebody {number}"}
                personal = [{"subject": f"{stream}-{number % 3}", "pointers": ["/name"]}]

                def send(number: int = number, data: Any = data, personal: Any = personal) -> Answer:
                    return self.caller.append(stream, number - 1, f"commit-{number}", data, personal=personal)

                receipts.append(patiently(send, HTTPStatus.CREATED).body)
        except BaseException as fault:
            self.faults.append(fault)
            raise


@contextmanager
def writing(caller: Caller, run: str, count: int) -> Iterator[Writers]:
    """Have *count* writers append until the end."""
    writers = Writers(caller, run)
    threads = [threading.Thread(target=writers.write, args=(f"{run}-{number}",)) for number in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield writers
    finally:
        writers.stopped.set()
        for thread in threads:
            thread.join()


def read(caller: Caller, stream: str) -> list[tuple[int, int, int, str]]:
    """Return version, position, number and name of every event of a stream."""
    found: list[tuple[int, int, int, str]] = []
    begin: int | None = 1
    while begin:
        page = patiently(lambda begin=begin: caller.read(stream, f"?from={begin}&limit=1000"), HTTPStatus.OK).body
        found += [
            (each["version"], each["position"], each["data"]["number"], each["data"]["name"]) for each in page["events"]
        ]
        begin = page["next"]
    return found

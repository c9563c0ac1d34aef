"""Many threads in one store, and two runs at one stack."""

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sandbox.state.errors import LockError
from tests.sandbox.state import SALT
from tests.sandbox.state.stores import crashed, names, open_store, resource


def test_steps_of_many_threads_are_all_durable(folder: Path, tmp_path: Path) -> None:
    def step(number: int) -> None:
        item = resource(f"r{number}")
        store.end(store.begin("creating", item), put=[item])

    with open_store(folder) as store:
        with ThreadPoolExecutor(16) as executor:
            list(executor.map(step, range(200)))
        left = crashed(folder, tmp_path / "left")
        assert len({item.seq for item in store.resources}) == 200
        order = names(store)
    with open_store(left) as store:
        assert names(store) == order
        assert store.pending == []


def test_steps_that_wait_together_share_one_write(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    syncs: list[int] = []
    first, queued = threading.Event(), threading.Event()
    fsync = os.fsync

    def slow(descriptor: int) -> None:
        syncs.append(descriptor)
        first.set()
        queued.wait(10)
        fsync(descriptor)

    with open_store(folder) as store:
        store.put(resource("opens the journal"))
        monkeypatch.setattr(os, "fsync", slow)
        with ThreadPoolExecutor(8) as executor:
            leader = executor.submit(store.put, resource("leader"))
            first.wait(10)
            others = [executor.submit(store.put, resource(f"other-{number}")) for number in range(7)]
            while len(store.resources) < 9:
                pass
            queued.set()
            for future in (leader, *others):
                future.result(10)
        monkeypatch.setattr(os, "fsync", fsync)
    assert len(syncs) == 2


HOLDER = """
import sys
from pathlib import Path
from sandbox.state.store import Store
with Store(Path(sys.argv[1]), "sample", "demo", "sample", sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_run_learns_who_holds_the_stack_and_a_killed_holder_frees_it(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder), SALT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(LockError, match=rf"stack demo is in use by .*process {holder.pid} of .*, since 2") as error:
            open_store(folder).__enter__()
        assert "\n" not in str(error.value)
        holder.kill()
    with open_store(folder) as store:
        assert store.resources == []

import errno
import json
import os
import shutil
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sandbox.state.errors import LockError, SecretsError, StateError
from sandbox.state.model import PendingOperation, ResourceState
from sandbox.state.store import Store
from sandbox.values import Secret
from tests.sandbox.state import PASSPHRASE, RECORDINGS, SALT


def open_store(folder: Path) -> Store:
    return Store(folder, "sample", "demo", PASSPHRASE, SALT)


def resource(name: str, *dependencies: ResourceState, value: object = None) -> ResourceState:
    return ResourceState(
        urn=f"urn:pulumi:demo::sample::a:b:C::{name}",
        type="a:b:C",
        custom=True,
        id=f"id-{name}",
        inputs={"value": value},
        dependencies=[item.urn for item in dependencies],
    )


def names(store: Store) -> list[str]:
    return [item.name for item in store.resources]


def crashed(folder: Path, to: Path) -> Path:
    """Copy what a killed run would leave behind."""
    return Path(shutil.copytree(folder, to))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def recorded(folder: Path) -> Path:
    folder.mkdir()
    shutil.copy(RECORDINGS / "checkpoint.json", folder / "demo.json")
    return folder


def test_what_was_put_is_there_when_the_stack_is_opened_again(folder: Path) -> None:
    with open_store(folder) as store:
        first = resource("first", value={"a": [1, 2.5, None, True, Secret("s")]})
        store.put(first)
        store.end(store.begin("creating", resource("second")), put=[resource("second", first)])
    with open_store(folder) as store:
        assert names(store) == ["first", "second"]
        assert store.resources[0].inputs == {"value": {"a": [1, 2.5, None, True, Secret("s")]}}
        assert store.pending == []


def test_a_clean_close_leaves_a_checkpoint_its_predecessor_and_no_journal(recorded: Path) -> None:
    before = (recorded / "demo.json").read_bytes()
    with open_store(recorded) as store:
        store.put(resource("more"))
    assert sorted(item.name for item in recorded.iterdir()) == ["demo.json", "demo.json.bak", "demo.lock"]
    assert (recorded / "demo.json.bak").read_bytes() == before


def test_a_run_that_changes_nothing_writes_nothing(recorded: Path) -> None:
    before = (recorded / "demo.json").read_bytes()
    with open_store(recorded) as store:
        for item in reversed(store.resources):
            store.touch(item)
    assert (recorded / "demo.json").read_bytes() == before
    assert sorted(item.name for item in recorded.iterdir()) == ["demo.json", "demo.lock"]


def test_untouched_resources_keep_their_text_when_others_change(recorded: Path) -> None:
    def by_urn() -> dict[str, object]:
        document = json.loads((recorded / "demo.json").read_text())
        return {item["urn"]: item for item in document["checkpoint"]["latest"]["resources"]}

    before = by_urn()
    with open_store(recorded) as store:
        for item in store.resources:
            store.touch(item)
        store.put(resource("more"))
    after = by_urn()
    assert {urn: after[urn] for urn in before} == before


def test_order_is_that_of_this_run_then_the_rest_as_it_stood(folder: Path) -> None:
    with open_store(folder) as store:
        for name in ("a", "b", "c", "d"):
            store.put(resource(name))
    with open_store(folder) as store:
        a, _, c, d = store.resources
        store.touch(d)
        store.put(resource("new"))
        store.put(a)
        store.put(d)
        store.remove(c)
        assert names(store) == ["d", "new", "a", "b"]
    with open_store(folder) as store:
        assert names(store) == ["d", "new", "a", "b"]


def test_marking_a_resource_for_deletion_leaves_it_behind_what_it_depends_on(folder: Path) -> None:
    with open_store(folder) as store:
        base = resource("base")
        store.put(base)
        store.put(resource("old", base))
    with open_store(folder) as store:
        old = store.resources[1]
        old.delete = True
        store.end(store.begin("creating", resource("old")), put=[resource("old"), old])
        assert [(item.name, item.delete) for item in store.resources] == [
            ("old", False),
            ("base", False),
            ("old", True),
        ]


def test_a_rewrite_keeps_the_place(folder: Path) -> None:
    with open_store(folder) as store:
        base = resource("base")
        store.put(base)
        store.put(resource("top", base))
    with open_store(folder) as store:
        base, top = store.resources
        top.outputs = {"seen": 1}
        store.rewrite(top)
        base.outputs = {"seen": 2}
        store.rewrite(base)
        assert names(store) == ["base", "top"]
    with open_store(folder) as store:
        assert [item.outputs for item in store.resources] == [{"seen": 2}, {"seen": 1}]


def test_a_resource_that_was_found_stands_behind_what_it_refers_to(folder: Path) -> None:
    with open_store(folder) as store:
        base = resource("base")
        store.put(base)
    with open_store(folder) as store:
        store.rewrite(resource("found", base))
        store.touch(store.resources[0])
        store.put(resource("new"))
        assert names(store) == ["base", "new", "found"]
    with open_store(folder) as store:
        assert names(store) == ["base", "new", "found"]


def test_a_renamed_resource_is_followed_by_those_that_depend_on_it(folder: Path) -> None:
    with open_store(folder) as store:
        base = resource("before")
        store.put(base)
        store.put(resource("top", base))
    with open_store(folder) as store:
        renamed = store.resources[0]
        renamed.urn = renamed.urn.replace("before", "after")
        store.put(renamed)
    with open_store(folder) as store:
        assert store.resources[1].dependencies == [renamed.urn]


def test_a_killed_run_is_taken_up_where_its_last_step_left_it(folder: Path, tmp_path: Path) -> None:
    with open_store(folder) as store:
        store.put(resource("done", value=Secret("s")))
        store.begin("creating", resource("half"))
        left = crashed(folder, tmp_path / "left")
    with open_store(left) as store:
        assert [item.inputs for item in store.resources] == [{"value": Secret("s")}]
        assert [(item.type, item.resource.name) for item in store.pending] == [("creating", "half")]
        store.clear_pending(store.pending[0])
        store.put(resource("more"))
        again = crashed(left, tmp_path / "again")
    for reopened in (left, again):
        with open_store(reopened) as store:
            assert names(store) == ["more", "done"]
            assert store.pending == []


def test_the_stock_engines_pending_operation_is_found_and_cleared(folder: Path) -> None:
    folder.mkdir()
    shutil.copy(RECORDINGS / "checkpoint-killed.json", folder / "demo.json")
    with open_store(folder) as store:
        assert [(item.type, item.resource.name) for item in store.pending] == [("creating", "key")]
        store.clear_pending(store.pending[0])
    assert "pending_operations" not in (folder / "demo.json").read_text()


def test_a_crash_before_the_journal_is_removed_replays_nothing(recorded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unlink = Path.unlink
    monkeypatch.setattr(Path, "unlink", lambda path, missing_ok=False: None)
    with open_store(recorded) as store:
        store.put(resource("more"))
        store.remove(store.resources[0])
        total = len(store.resources)
    monkeypatch.setattr(Path, "unlink", unlink)
    assert (recorded / "demo.journal").exists()
    with open_store(recorded) as store:
        assert len(store.resources) == total
        store.put(resource("yet more"))
    assert not (recorded / "demo.journal").exists()
    with open_store(recorded) as store:
        assert len(store.resources) == total + 1


def test_a_crash_before_the_checkpoint_is_renamed_replays_the_journal(
    recorded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, target: Path) -> None:
        raise OSError(errno.EIO, "input/output error")

    store = open_store(recorded).__enter__()
    store.put(resource("more"))
    total = len(store.resources)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        with pytest.raises(StateError, match="input/output error"):
            store.__exit__(None, None, None)
    with open_store(recorded) as store:
        assert len(store.resources) == total


def test_a_journal_of_another_checkpoint_is_refused(recorded: Path, tmp_path: Path) -> None:
    with open_store(recorded) as store:
        store.put(resource("more"))
        left = crashed(recorded, tmp_path / "left")
    (left / "demo.json").write_bytes((recorded / "demo.json").read_bytes().replace(b"s3/bucket", b"s3/bocket"))
    with pytest.raises(StateError, match=r"demo\.journal: belongs to another demo\.json.*groot refresh"):
        open_store(left).__enter__()


def test_a_journal_damaged_in_its_middle_is_refused(folder: Path, tmp_path: Path) -> None:
    with open_store(folder) as store:
        for name in ("a", "b", "c"):
            store.put(resource(name))
        left = crashed(folder, tmp_path / "left")
    journal = left / "demo.journal"
    journal.write_bytes(journal.read_bytes().replace(b"id-b", b"id-x"))
    with pytest.raises(StateError, match=r"demo\.journal: line 3 of 4 is damaged"):
        open_store(left).__enter__()


@pytest.mark.parametrize("backup", [True, False])
def test_a_truncated_checkpoint_is_named_with_its_mend(recorded: Path, backup: bool) -> None:
    if backup:
        with open_store(recorded) as store:
            store.put(resource("more"))
    path = recorded / "demo.json"
    path.write_bytes(path.read_bytes()[:1000])
    mend = "copy demo.json.bak over it" if backup else "restore it from a copy"
    with pytest.raises(StateError, match=rf"demo\.json: not valid JSON.*{mend}"):
        open_store(recorded).__enter__()
    if backup:
        shutil.copy(recorded / "demo.json.bak", path)
        with open_store(recorded) as store:
            assert len(store.resources) == 15


def test_a_state_that_would_not_hold_together_is_not_written(recorded: Path) -> None:
    before = (recorded / "demo.json").read_bytes()
    store = open_store(recorded).__enter__()
    store.put(resource("top", resource("missing")))
    with pytest.raises(StateError, match="missing"):
        store.__exit__(None, None, None)
    assert (recorded / "demo.json").read_bytes() == before


def test_a_full_disk_stops_the_run_and_loses_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def torn(descriptor: int, data: bytes, offset: int) -> int:
        if len(data) > 20:
            return pwrite(descriptor, data[:20], offset)
        raise OSError(errno.ENOSPC, "No space left on device")

    pwrite = os.pwrite
    with open_store(folder) as store:
        store.put(resource("kept"))
        token = store.begin("creating", resource("made"))
        with monkeypatch.context() as patch:
            patch.setattr(os, "pwrite", torn)
            with pytest.raises(StateError, match=r"demo\.journal: no space left; nothing further was started"):
                store.end(token, put=[resource("made")])
        with pytest.raises(StateError, match="no space left"):
            store.begin("creating", resource("next"))
    with open_store(folder) as store:
        assert names(store) == ["kept"]
        assert [item.resource.name for item in store.pending] == ["made"]


def test_a_disk_too_full_for_a_checkpoint_leaves_the_journal(recorded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(descriptor: int, mode: str) -> None:
        os.close(descriptor)
        raise OSError(errno.ENOSPC, "No space left on device")

    store = open_store(recorded).__enter__()
    store.put(resource("more"))
    with monkeypatch.context() as patch:
        patch.setattr(os, "fdopen", refuse)
        with pytest.raises(StateError, match="no space left"):
            store.__exit__(None, None, None)
    assert not list(recorded.glob("*.tmp"))
    with open_store(recorded) as store:
        assert names(store)[0] == "more"


def test_the_wrong_passphrase_is_refused_and_the_lock_freed(recorded: Path) -> None:
    with pytest.raises(SecretsError, match="incorrect passphrase"):
        Store(recorded, "sample", "demo", "wrong").__enter__()
    with open_store(recorded):
        pass


def test_a_new_stack_gets_a_salt_that_its_passphrase_opens(folder: Path) -> None:
    with Store(folder, "sample", "demo", "mine") as store:
        store.put(resource("a", value=Secret("s")))
        salt = store.salt
    with Store(folder, "sample", "demo", "mine") as store:
        assert store.salt == salt
        assert store.resources[0].inputs == {"value": Secret("s")}


def test_secrets_are_on_no_file_in_clear_and_files_are_the_owners_alone(folder: Path, tmp_path: Path) -> None:
    with open_store(folder) as store:
        secret = resource("a", value={"password": Secret("TOP-SECRET")})
        store.put(secret)
        store.begin("updating", secret)
        left = crashed(folder, tmp_path / "left")
    for path in (*left.iterdir(), *folder.iterdir()):
        assert b"TOP-SECRET" not in path.read_bytes()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_an_export_is_what_the_stock_import_takes(recorded: Path) -> None:
    with open_store(recorded) as store:
        exported = store.export()
    latest = json.loads((RECORDINGS / "checkpoint.json").read_text())["checkpoint"]["latest"]
    exported["deployment"]["manifest"] = latest["manifest"]
    assert exported == {"version": 3, "deployment": latest}


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


def test_an_unreadable_folder_is_one_line(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("")
    with pytest.raises(StateError, match=r"cannot write .*file"):
        open_store(blocker / "state").__enter__()


def test_clearing_is_by_identity(folder: Path) -> None:
    with open_store(folder) as store:
        store.begin("creating", resource("a"))
        store.begin("creating", resource("a"))
        second = store.pending[1]
        store.clear_pending(second)
        assert [item is second for item in store.pending] == [False]
        assert isinstance(store.pending[0], PendingOperation)

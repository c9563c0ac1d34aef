"""What is made of the files that a killed run, or damage, left."""

import errno
import shutil
from pathlib import Path

import pytest

from sandbox.state.errors import StateError
from sandbox.values import Secret
from tests.sandbox.state import RECORDINGS
from tests.sandbox.state.stores import crashed, names, open_store, resource


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
    shutil.copy(recorded / "demo.json", left)
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

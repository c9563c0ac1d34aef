"""A disk that is full, or can't be written to."""

import errno
import os
from pathlib import Path

import pytest

from sandbox.state.errors import StateError
from tests.sandbox.state.stores import names, open_store, resource


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


def test_an_unreadable_folder_is_one_line(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("")
    with pytest.raises(StateError, match=r"cannot write .*file"):
        open_store(blocker / "state").__enter__()

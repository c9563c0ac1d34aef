"""Folders of states: an empty one, and the recorded stack's."""

import shutil
from pathlib import Path

import pytest

from tests.sandbox.state import RECORDINGS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a stack without state keeps it."""
    return tmp_path / "state"


@pytest.fixture
def recorded(folder: Path) -> Path:
    """The state that the stock engine left of stack `demo`."""
    folder.mkdir()
    shutil.copy(RECORDINGS / "checkpoint.json", folder / "demo.json")
    return folder

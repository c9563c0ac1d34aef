"""Tests of how clusters are fed, deployed into the emulator."""

from collections.abc import Iterator

import pytest

from tests.components.delivery.room import Room, deploy
from tests.conftest import own_emulator


@pytest.fixture(scope="session")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """The room's stack in an emulator of its own."""
    folder = tmp_path_factory.mktemp("room")
    with own_emulator(folder) as endpoint:
        yield deploy(endpoint, folder)

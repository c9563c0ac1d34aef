from collections.abc import Iterator

import pytest

from tests.components.sites.room import Room, deploy
from tests.conftest import own_emulator


@pytest.fixture(scope="session")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """The room's stack in an emulator of its own."""
    folder = tmp_path_factory.mktemp("sites")
    with own_emulator(folder) as endpoint:
        yield deploy(endpoint, folder)

from collections.abc import Iterator

import pytest

from tests.components.security.room import Room, declare, deployed


@pytest.fixture(scope="session")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with deployed(declare, tmp_path_factory.mktemp("room")) as room:
        yield room

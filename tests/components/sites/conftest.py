from collections.abc import Iterator

import pytest

from tests.components.deployed import Room
from tests.components.security.room import declare_topics, deployed


@pytest.fixture(scope="session")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with deployed(declare_topics, tmp_path_factory.mktemp("topics")) as room:
        yield room

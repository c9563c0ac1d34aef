from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.functions.event_store.data_plane import Site, data_plane
from tests.functions.event_store.entries import api

__all__ = ["api"]


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("data-plane")
    with data_plane(folder) as answering:
        yield answering


@pytest.fixture
def site(endpoint: str, request: pytest.FixtureRequest) -> Site:
    return Site(endpoint, f"t{abs(hash(request.node.nodeid)):x}")

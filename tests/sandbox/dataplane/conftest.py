from collections.abc import Iterator

import pytest

from tests.sandbox.dataplane.cloud import Cloud, cloud


@pytest.fixture(scope="package")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """An emulator for functions of the tests' own."""
    with cloud(tmp_path_factory.mktemp("dataplane")) as running:
        yield running


@pytest.fixture(scope="package")
def judging(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """An emulator that holds functions to their roles."""
    with cloud(tmp_path_factory.mktemp("judging"), judges=True) as running:
        yield running

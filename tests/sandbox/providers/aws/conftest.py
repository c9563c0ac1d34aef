from collections.abc import Iterator

import pytest

from sandbox.emulator import Emulator
from sandbox.providers.aws.provider import AwsProvider
from tests.conftest import free_port
from tests.sandbox.providers.aws.bench import Bench


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An emulator of its own: what stands once in an account would get in the way of a deployed stack."""
    emulator = Emulator(tmp_path_factory.mktemp("providers"))
    yield emulator.start(free_port()).endpoint
    emulator.stop()


@pytest.fixture(scope="session")
def bench(endpoint: str) -> Bench:
    return Bench(AwsProvider(endpoint))

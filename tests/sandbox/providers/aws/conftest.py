import logging
from collections.abc import Iterator

import pytest
from moto.server import ThreadedMotoServer

from sandbox.emulator import SETTINGS
from sandbox.providers.aws.provider import AwsProvider
from tests.sandbox.providers.aws.bench import Bench


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    patch = pytest.MonkeyPatch()
    for name, value in SETTINGS.items():
        patch.setenv(name, value)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()
    patch.undo()


@pytest.fixture(scope="session")
def bench(endpoint: str) -> Bench:
    return Bench(AwsProvider(endpoint))

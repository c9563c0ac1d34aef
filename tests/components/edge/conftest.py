import socket
from collections.abc import Iterator

import pytest

from sandbox.emulator import HOST, Emulator
from tests.components.edge.room import Room, deploy


@pytest.fixture(scope="session")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """The stacks in an emulator of its own, one that has AWS's managed policies."""
    folder = tmp_path_factory.mktemp("room")
    emulator = Emulator(folder)
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    endpoint = emulator.start(port).endpoint
    yield deploy(endpoint, folder)
    emulator.stop()

from collections.abc import Iterator

import pytest

from sandbox.emulator import Emulator
from tests.conftest import deployed_staging, free_port
from tests.survival.writers import Mortal


@pytest.fixture(scope="package")
def mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mortal]:
    """Staging on an emulator of its own, whose processes are killed and stopped."""
    folder = tmp_path_factory.mktemp("survival")
    emulator = Emulator(folder)
    try:
        yield Mortal(emulator, deployed_staging(emulator.start(free_port()).endpoint, folder / "state"))
    finally:
        emulator.reset()

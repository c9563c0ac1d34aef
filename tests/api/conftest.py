"""Callers of the staging stack's API, in each of its regions."""

from pathlib import Path

import pytest

from tests.api.caller import Caller
from tests.api.shards import Shards
from tests.api.waiting import until
from tests.conftest import Deployed

HOME, ABROAD = "us-east-1", "eu-west-1"


@pytest.fixture(scope="session")
def caller(staging: Deployed) -> Caller:
    """Somebody who may do everything, in the first region."""
    return _ready(Caller(staging, HOME))


@pytest.fixture(scope="session")
def reader(staging: Deployed) -> Caller:
    """Somebody who may read alone."""
    return Caller(staging, HOME, scope="events.read")


@pytest.fixture(scope="session")
def abroad(staging: Deployed) -> Caller:
    """Somebody who may do everything, in the second region."""
    return _ready(Caller(staging, ABROAD))


@pytest.fixture(scope="session")
def shards(emulator_home: Path, caller: Caller) -> Shards:
    """The shards, founded by now."""
    return Shards(emulator_home, caller)


def _ready(caller: Caller) -> Caller:
    """Return *caller* once functions have started, which on a busy machine may outlast what a gateway waits for."""
    assert until(lambda: caller.read("nothing"), lambda found: found.status == 404).status == 404
    return caller

"""Callers of the staging stack's API, in each of its regions."""

import pytest

from tests.api.caller import Caller
from tests.conftest import Deployed

HOME, ABROAD = "us-east-1", "eu-west-1"


@pytest.fixture(scope="session")
def caller(staging: Deployed) -> Caller:
    """Somebody who may do everything, in the first region."""
    return Caller(staging, HOME)


@pytest.fixture(scope="session")
def reader(staging: Deployed) -> Caller:
    """Somebody who may read alone."""
    return Caller(staging, HOME, scope="events.read")


@pytest.fixture(scope="session")
def abroad(staging: Deployed) -> Caller:
    """Somebody who may do everything, in the second region."""
    return Caller(staging, ABROAD)

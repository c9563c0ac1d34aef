from collections.abc import Iterator

import pytest

from tests.functions.search.domain_server import DomainServer, serving


@pytest.fixture
def domain(monkeypatch: pytest.MonkeyPatch) -> Iterator[DomainServer]:
    """A domain with nothing in it, and the function's environment beside it."""
    with serving() as running:
        environment = {
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_REGION": "eu-west-1",
            "DOMAIN": running.url,
            "METRICS": "groot-test/search",
        }
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        yield running

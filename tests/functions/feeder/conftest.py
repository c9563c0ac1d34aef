"""Tests of the feeder: against a small API server over TLS, and moto's registry and keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from functions.feeder.cluster import Cluster
from tests.functions.feeder.api_server import ApiServer, serving


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ApiServer]:
    """An API server with nothing in it."""
    with serving(tmp_path) as running:
        yield running


@pytest.fixture
def cluster(server: ApiServer) -> Cluster:
    """The feeder's end of it."""
    return Cluster(endpoint=server.url, authority_pem=server.authority_pem, token=lambda: "k8s-aws-v1.token")

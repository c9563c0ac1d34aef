"""A stand-in for an API server, and a kubeconfig that leads to it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.providers.kubernetes import KubernetesProvider, kubeconfig, server
from tests.sandbox.providers.kubernetes.api_server import ApiServer, kubeconfig_of, serving

OWNER = "0123456789abcdef"
OURS: dict[str, Any] = {"labels": {server.OWNER: OWNER}}


@pytest.fixture
def api_server() -> Iterator[ApiServer]:
    with serving() as server:
        yield server


@pytest.fixture
def cluster_config(api_server: ApiServer, tmp_path: Path) -> Path:
    path = tmp_path / "kubeconfig"
    path.write_text(kubeconfig_of(here=api_server.url))
    return path


@pytest.fixture
def provider(cluster_config: Path, tmp_path: Path) -> KubernetesProvider:
    """A provider that applies what it renders to `manifests/here`."""
    return KubernetesProvider(tmp_path, {"here": kubeconfig.connect([cluster_config], "here", OWNER)})

"""A stand-in for an API server, and a kubeconfig that leads to it."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.providers.kubernetes import KubernetesProvider, kubeconfig, server
from tests.sandbox.providers.kubernetes.api_server import ApiServer

OWNER = "0123456789abcdef"
OURS: dict[str, Any] = {"labels": {server.OWNER: OWNER}}


@pytest.fixture
def api_server() -> Iterator[ApiServer]:
    server = ApiServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def kubeconfig_of(url: str, context: str = "here") -> str:
    """Return a kubeconfig with one *context*, whose API server is at *url*."""
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": context,
        "contexts": [{"name": context, "context": {"cluster": context, "user": "me"}}],
        "clusters": [{"name": context, "cluster": {"server": url}}],
        "users": [{"name": "me", "user": {}}],
    }
    return json.dumps(config)


@pytest.fixture
def cluster_config(api_server: ApiServer, tmp_path: Path) -> Path:
    path = tmp_path / "kubeconfig"
    path.write_text(kubeconfig_of(api_server.url))
    return path


@pytest.fixture
def provider(cluster_config: Path, tmp_path: Path) -> KubernetesProvider:
    """A provider that applies what it renders to `manifests/here`."""
    return KubernetesProvider(tmp_path, {"here": kubeconfig.connect([cluster_config], "here", OWNER)})

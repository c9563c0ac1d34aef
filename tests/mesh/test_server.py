"""The project's applier beside other people's objects, on a real API server."""

from collections.abc import Iterator
from typing import Any

import pytest
from kubernetes import client

from sandbox.providers.base import ProviderError
from sandbox.providers.kubernetes.server import OWNER
from tests.mesh.control_plane import ControlPlane

NAMESPACE = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shared"}}
OURS = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "ours", "namespace": "shared"}}


@pytest.fixture
def shared(plane: ControlPlane) -> Iterator[client.CoreV1Api]:
    """A namespace of the stack's, with something of the stack's in it; the client is somebody else's."""
    for manifest in (NAMESPACE, OURS):
        plane.server().apply(manifest)
    yield client.CoreV1Api(plane.api())
    plane.server().delete(OURS)


def config_map(name: str) -> Any:
    return {"metadata": {"name": name}, "data": {"key": "value"}}


def test_a_namespace_goes_when_nothing_in_it_is_anybody_elses(plane: ControlPlane, shared: client.CoreV1Api) -> None:
    shared.create_namespaced_config_map("shared", config_map("theirs"))
    with pytest.raises(ProviderError, match=r"holds what isn't this stack's: .*theirs"):
        plane.server().delete(NAMESPACE)
    assert plane.server().read(OURS)
    shared.delete_namespaced_config_map("theirs", "shared")
    plane.server().delete(NAMESPACE)
    assert plane.server().read(NAMESPACE) is None


def test_an_object_of_somebody_elses_is_neither_taken_nor_deleted(
    plane: ControlPlane, shared: client.CoreV1Api
) -> None:
    theirs = {**OURS, "metadata": {"name": "theirs", "namespace": "shared"}}
    shared.create_namespaced_config_map("shared", config_map("theirs"))
    with pytest.raises(ProviderError, match="isn't this stack's"):
        plane.server().apply(theirs)
    plane.server().delete(theirs)
    found: Any = shared.read_namespaced_config_map("theirs", "shared")
    assert found.metadata.labels is None
    assert found.data == {"key": "value"}
    shared.delete_namespaced_config_map("theirs", "shared")


def test_another_stacks_namespace_is_not_taken(plane: ControlPlane, shared: client.CoreV1Api) -> None:
    with pytest.raises(ProviderError, match=f"{OWNER}=another"):
        plane.server("another").apply(NAMESPACE)

"""Experiments on pods, judged strictly by Chaos Mesh's own definitions on an API server; nothing makes the faults."""

from collections.abc import Iterator
from typing import Any

import pytest

from components.compute.mesh_names import APPLICATION_NAMESPACE
from components.compute.pod_faults import CHAOS_API, EXPERIMENTS, spec_of
from sandbox.providers.base import ProviderError
from settings import PodFault
from tests.mesh.control_plane import ControlPlane

SPACE = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": APPLICATION_NAMESPACE}}


@pytest.fixture(scope="module")
def server(plane: ControlPlane) -> Iterator[Any]:
    server = plane.server("faults")
    server.apply(SPACE)
    yield server
    server.delete(SPACE)


def experiment(fault: PodFault, **changes: Any) -> dict[str, Any]:
    metadata = {"name": fault, "namespace": APPLICATION_NAMESPACE}
    kind = EXPERIMENTS[fault].kind
    return {"apiVersion": CHAOS_API, "kind": kind, "metadata": metadata, "spec": {**spec_of(fault), **changes}}


@pytest.mark.parametrize("fault", EXPERIMENTS)
def test_an_experiment_is_taken_as_it_is(server: Any, fault: PodFault) -> None:
    server.apply(experiment(fault))
    assert server.read(experiment(fault))["spec"] == spec_of(fault)
    server.delete(experiment(fault))


@pytest.mark.parametrize("changes", [{"mode": "some"}, {"action": "explode"}, {"unheardOf": 1}])
def test_what_chaos_mesh_does_not_know_is_refused(server: Any, changes: dict[str, Any]) -> None:
    with pytest.raises(ProviderError):
        server.apply(experiment("pod-loss", **changes))

"""Pods that are replaced while requests go on: none of the requests fails, nor while the control plane is gone."""

import datetime

import pytest

from tests.mesh.regions.manifests import HOST
from tests.mesh.regions.mesh import Mesh
from tests.mesh.regions.settings import REGIONS
from tests.mesh.regions.traffic import Load, load

HERE, THERE = (region.name for region in REGIONS[:2])
CLIENTS = 4
AFTER_SECONDS = 3
REPLACED_SECONDS = 240
API = "/apis/apps/v1/namespaces/groot/deployments/groot-api"
"""For all pods of the API, one after the other, each with the time that it takes to leave."""


def failures(going: Load) -> list[str]:
    return [
        f"{answer.at:.1f} s: {answer.status} {answer.body[:80]}" for answer in going.answers if answer.status != 200
    ]


def watch(mesh: Mesh, going: Load, seconds: float) -> None:
    """Return when *going* has gone on for *seconds* more."""
    until = going.now() + seconds
    mesh.regions[HERE].until(lambda: going.now() > until, "time has passed", 3 * seconds)


@pytest.mark.parametrize("name", [HERE, THERE])
def test_no_request_fails_while_all_pods_of_the_api_are_replaced(regions: Mesh, name: str) -> None:
    """Asked for from one region, so that those abroad come through the door."""
    there = regions.regions[name]
    before = there.apis()
    stamp = {"metadata": {"annotations": {"replaced": datetime.datetime.now(datetime.UTC).isoformat()}}}
    with load([regions.client(HERE, number % 3) for number in range(CLIENTS)], Host=HOST, region=name) as going:
        watch(regions, going, 1)
        there.cluster.patch(API, {"spec": {"template": stamp}})
        there.until(
            lambda: all(there.cluster.get(pod.path) is None for pod in before),
            "all of them have left",
            REPLACED_SECONDS,
        )
        watch(regions, going, AFTER_SECONDS)
    assert there.is_ready("groot", "groot-api", but=before)
    assert len(going.answers) > 100
    assert failures(going) == []


def test_requests_go_on_while_the_mesh_s_control_plane_is_gone(regions: Mesh) -> None:
    here = regions.regions[HERE]
    gone = here.kubelet.pods("istiod-")
    with load([regions.client(HERE, number % 3) for number in range(CLIENTS)], Host=HOST) as going:
        watch(regions, going, 1)
        for pod in gone:
            pod.kill()
        watch(regions, going, AFTER_SECONDS)
        for pod in gone:
            here.cluster.delete(pod.path, grace_seconds=0)
        here.until(lambda: here.is_ready("istio-system", "istiod", but=gone), "another is in its place")
        watch(regions, going, AFTER_SECONDS)
    assert failures(going) == []

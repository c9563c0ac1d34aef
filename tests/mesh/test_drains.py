"""Pods that are replaced while requests go on: none of the requests fails, nor while the control plane is gone."""

import datetime
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial

from tests.mesh.regions.manifests import HOST
from tests.mesh.regions.mesh import HOME_GATEWAYS, Mesh
from tests.mesh.regions.pod import Pod
from tests.mesh.regions.region import Region
from tests.mesh.regions.settings import REGIONS
from tests.mesh.regions.traffic import Client, Load, load

HERE, THERE = (region.name for region in REGIONS[:2])
AFTER_SECONDS = 3
REPLACED_SECONDS = 240
"""For all pods of the API, one after the other, each with the time that it takes to leave."""
API = "/apis/apps/v1/namespaces/groot/deployments/groot-api"


def failures(going: Load) -> list[str]:
    return [
        f"{answer.at:.1f} s: {answer.status} {answer.body[:80]}" for answer in going.answers if answer.status != 200
    ]


def watch(mesh: Mesh, going: Load, seconds: float) -> None:
    """Return when *going* has gone on for *seconds* more."""
    until = going.now() + seconds
    mesh.regions[HERE].until(lambda: going.now() > until, "time has passed", 3 * seconds)


def test_no_request_fails_while_all_pods_of_the_api_are_replaced(regions: Mesh) -> None:
    """In both regions at once, asked for from one, so that those abroad come through the door."""
    before = {name: here.apis() for name, here in regions.regions.items()}
    stamp = {"metadata": {"annotations": {"replaced": datetime.datetime.now(datetime.UTC).isoformat()}}}
    with ExitStack() as asking:
        loads = [asking.enter_context(load(clients(regions), Host=HOST, region=name)) for name in (HERE, THERE)]
        watch(regions, loads[0], 1)
        for here in regions.regions.values():
            here.cluster.patch(API, {"spec": {"template": stamp}})
        for name, here in regions.regions.items():
            here.until(partial(have_left, here, before[name]), "all of them have left", REPLACED_SECONDS)
        watch(regions, loads[0], AFTER_SECONDS)
    for name, here in regions.regions.items():
        assert here.is_ready("groot", "groot-api", but=before[name])
    for going in loads:
        assert len(going.answers) > 100
        assert failures(going) == []


def have_left(here: Region, pods: Sequence[Pod]) -> bool:
    return all(here.cluster.get(pod.path) is None for pod in pods)


def clients(mesh: Mesh) -> list[Client]:
    """Return connections to every gateway of the first region."""
    return [mesh.client(HERE, number) for number in range(HOME_GATEWAYS)]


def test_requests_go_on_while_the_mesh_s_control_plane_is_gone(regions: Mesh) -> None:
    here = regions.regions[HERE]
    gone = here.kubelet.pods("istiod-")
    with load(clients(regions), Host=HOST) as going:
        watch(regions, going, 1)
        for pod in gone:
            pod.kill()
        watch(regions, going, AFTER_SECONDS)
        for pod in gone:
            here.cluster.delete(pod.path, grace_seconds=0)
        here.until(lambda: here.is_ready("istio-system", "istiod", but=gone), "another is in its place")
        watch(regions, going, AFTER_SECONDS)
    assert failures(going) == []

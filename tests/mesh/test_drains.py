"""Pods that are replaced while requests go on: none of the requests fails, nor while the control plane is gone."""

from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial

from components.compute.drains import CONTROLLER_SECONDS, GATEWAY_GRACE_SECONDS
from components.compute.mesh_gateway import READY_SECONDS
from components.compute.mesh_names import HTTPS_PORT
from tests.mesh.regions.manifests import HOST
from tests.mesh.regions.mesh import CALLER, HOME_GATEWAYS, Mesh
from tests.mesh.regions.pod import Pod
from tests.mesh.regions.region import Region
from tests.mesh.regions.settings import REGIONS
from tests.mesh.regions.traffic import Client, Load, load, unchecked

HERE, THERE = (region.name for region in REGIONS[:2])
AFTER_SECONDS = 3
CLIENTS = 2
GATEWAY_SECONDS = READY_SECONDS + GATEWAY_GRACE_SECONDS + 120
REPLACED_SECONDS = 240
"""For all pods of the API, one after the other, each with the time that it takes to leave."""


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
    with ExitStack() as asking:
        loads = [asking.enter_context(load(clients(regions), Host=HOST, region=name)) for name in (HERE, THERE)]
        watch(regions, loads[0], 1)
        for here in regions.regions.values():
            here.restart("groot", "groot-api")
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


def test_no_request_fails_while_a_gateway_is_replaced(regions: Mesh) -> None:
    """Neither of its balancer's, which sends to it until the controller has taken it out, nor of those that other
    regions send through its door, which leads to it for as long as a network load balancer may."""
    there = regions.regions[THERE]
    before = there.gateways()
    with (
        load([balanced(regions, THERE) for _ in range(CLIENTS)], Host=HOST, region=THERE) as direct,
        load(clients(regions), Host=HOST, region=THERE) as through_the_door,
    ):
        watch(regions, direct, 1)
        there.restart("istio-ingress", "ingress")
        there.until(lambda: have_left(there, before), "it has left", GATEWAY_SECONDS)
        watch(regions, direct, AFTER_SECONDS)
    for going in (direct, through_the_door):
        assert len(going.answers) > 100
        assert failures(going) == []


def balanced(mesh: Mesh, name: str) -> Client:
    """Return a load balancer's connection to the oldest gateway among its targets, a healthy one's once that is out."""
    there = mesh.regions[name]

    def target() -> tuple[str, int]:
        [oldest, *_] = [pod for pod in there.kubelet.pods("ingress-", CONTROLLER_SECONDS) if pod.ready]
        return oldest.address, HTTPS_PORT

    return Client(there.node.namespace, target, unchecked(), headers=CALLER)

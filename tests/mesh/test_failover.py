"""Regions that stop answering: how much fails meanwhile, and that they come back by themselves."""

import http.client
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress

import pytest

from tests.mesh.regions.manifests import HOST
from tests.mesh.regions.mesh import Mesh
from tests.mesh.regions.pod import Pod
from tests.mesh.regions.settings import REGIONS
from tests.mesh.regions.traffic import Load, load

HERE, THERE = (region.name for region in REGIONS[:2])
SETTLED_SECONDS = 10
"""When what can't be reached is to have been put aside."""
WATCHED_SECONDS = 5
BACK_SECONDS = 60
"""When a region that is there again is to answer: it was put aside for half a minute, which is looked at every ten."""
FAILED = 0.01
CLIENTS = 4


Without = Callable[[Mesh], AbstractContextManager[None]]


@contextmanager
def _killed(mesh: Mesh, namespace: str, deployment: str, pods: list[Pod]) -> Iterator[None]:
    """Kill *pods* without a word, as when their node dies; afterwards others come in their place."""
    for pod in pods:
        pod.kill()
    yield
    there = mesh.regions[THERE]
    for pod in pods:
        there.cluster.delete(pod.path, grace_seconds=0)
    there.until(lambda: there.is_ready(namespace, deployment, but=pods), "others are in their place")
    there.until(lambda: _answers(mesh), "they answer")


def _answers(mesh: Mesh) -> bool:
    with suppress(OSError, http.client.HTTPException):
        return bool(mesh.regions[THERE].gateways()) and mesh.client(THERE).get(Host=HOST, region=THERE).status == 200
    return False


@contextmanager
def no_api(mesh: Mesh) -> Iterator[None]:
    with _killed(mesh, "groot", "groot-api", mesh.regions[THERE].apis()):
        yield


@contextmanager
def no_gateway(mesh: Mesh) -> Iterator[None]:
    with _killed(mesh, "istio-ingress", "ingress", mesh.regions[THERE].gateways()):
        yield


@contextmanager
def no_door(mesh: Mesh) -> Iterator[None]:
    mesh.network.cut(THERE)
    try:
        yield
    finally:
        mesh.network.mend(THERE)


def watch(mesh: Mesh, going: Load, seconds: float) -> None:
    """Return when *going* has gone on for *seconds* more."""
    until = going.now() + seconds
    mesh.regions[HERE].until(lambda: going.now() > until, "time has passed", 2 * seconds)


@pytest.mark.parametrize(("without", "gateway"), [(no_api, 0), (no_gateway, 1)])
def test_requests_for_anywhere_are_answered_while_a_region_cant(regions: Mesh, without: Without, gateway: int) -> None:
    """Each case asks a gateway that hasn't seen the other one fail."""
    with load([regions.client(HERE, gateway) for _ in range(CLIENTS)], Host=HOST) as going:
        watch(regions, going, 1)
        with without(regions):
            gone = going.now()
            watch(regions, going, SETTLED_SECONDS + WATCHED_SECONDS)
    assert THERE in regions.answering([one for one in going.answers if one.at < gone])
    assert going.failed(gone + SETTLED_SECONDS, gone + SETTLED_SECONDS + WATCHED_SECONDS) <= FAILED


def test_a_region_that_was_cut_off_comes_back_by_itself(regions: Mesh) -> None:
    with load([regions.client(HERE, 2) for _ in range(CLIENTS)], Host=HOST) as going:
        watch(regions, going, 1)
        with no_door(regions):
            gone = going.now()
            watch(regions, going, SETTLED_SECONDS + WATCHED_SECONDS)
        mended = going.now()
        regions.regions[HERE].until(
            lambda: THERE in regions.answering([one for one in going.answers if one.at > mended]),
            f"{THERE} answers again",
            BACK_SECONDS,
        )
    assert going.failed(gone + SETTLED_SECONDS, gone + SETTLED_SECONDS + WATCHED_SECONDS) <= FAILED


def test_a_request_that_names_a_region_which_is_gone_is_answered_by_none(regions: Mesh) -> None:
    with no_door(regions):
        answers = [regions.client(HERE).get(Host=HOST, region=THERE) for _ in range(3)]
    assert {answer.status for answer in answers} <= {503, 504}

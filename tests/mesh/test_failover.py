"""Regions that stop answering: how much fails meanwhile, and that they come back by themselves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.mesh.regions.manifests import HOST
from tests.mesh.regions.mesh import Mesh
from tests.mesh.regions.pod import Pod
from tests.mesh.regions.region import Region
from tests.mesh.regions.settings import REGIONS
from tests.mesh.regions.traffic import load

HERE, THERE = (region.name for region in REGIONS[:2])
SETTLED_SECONDS = 10
"""When what can't be reached is to have been put aside."""
WATCHED_SECONDS = 8
BACK_SECONDS = 90
"""When a region that is there again is to answer: after it was put aside for half a minute, or for twice that."""
FAILED = 0.01
CLIENTS = 4


@contextmanager
def _killed(there: Region, pods: list[Pod]) -> Iterator[None]:
    """Kill *pods* without a word, and take them for gone afterwards, so that others come in their place."""
    for pod in pods:
        pod.kill()
    yield
    for pod in pods:
        there.cluster.delete(pod.path, grace_seconds=0)


@contextmanager
def no_api(mesh: Mesh) -> Iterator[None]:
    with _killed(mesh.regions[THERE], mesh.regions[THERE].apis()):
        yield


@contextmanager
def no_gateway(mesh: Mesh) -> Iterator[None]:
    with _killed(mesh.regions[THERE], mesh.regions[THERE].gateways()):
        yield


@contextmanager
def no_door(mesh: Mesh) -> Iterator[None]:
    mesh.network.cut(THERE)
    try:
        yield
    finally:
        mesh.network.mend(THERE)


@pytest.mark.parametrize("without", [no_api, no_gateway, no_door])
def test_requests_for_anywhere_are_answered_while_a_region_is_gone(
    regions: Mesh, without: Callable[[Mesh], "contextmanager[None]"]
) -> None:
    with load([regions.client(HERE) for _ in range(CLIENTS)], Host=HOST) as going:
        with without(regions):
            gone = going.now()
            regions.regions[HERE].until(
                lambda: going.now() > gone + SETTLED_SECONDS + WATCHED_SECONDS, "time has passed"
            )
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

"""Routing and failover in meshes of one, three and five regions, whose weights are no round numbers.

One after the other, each with a gateway a region: they are what makes `make mesh-test` long.
"""

from collections.abc import Iterator, Sequence

import pytest

from settings import Region
from tests.mesh.regions.mesh import Mesh, mesh
from tests.mesh.regions.traffic import tolerance

COUNT = 2000
NAMES = (
    ("us-east-1", "us"),
    ("eu-west-1", "eu"),
    ("ap-southeast-2", "au"),
    ("us-west-2", "us"),
    ("eu-central-1", "eu"),
)
WEIGHTS = ([100], [61, 27, 12], [37, 29, 19, 11, 4])


def sized(weights: Sequence[int]) -> list[Region]:
    return [
        Region(name=name, cidr=f"10.{number}.0.0/16", weight=weight, residency=residency)
        for number, ((name, residency), weight) in enumerate(zip(NAMES, weights, strict=False))
    ]


def called(weights: Sequence[int]) -> str:
    return f"{len(weights)} regions"


@pytest.fixture(scope="module", params=WEIGHTS, ids=called)
def several(request: pytest.FixtureRequest) -> Iterator[Mesh]:
    with mesh(sized(request.param), home_gateways=1) as running:
        yield running


def test_requests_are_shared_out_by_weight_wherever_they_come_in(several: Mesh) -> None:
    first, *_, last = [several.settings[0], *several.settings]
    for door in {first.name, last.name}:
        answered = several.answering(several.ask(door, COUNT))
        assert sum(answered.values()) == COUNT
        for region in several.settings:
            share = region.weight / 100
            assert abs(answered[region.name] - COUNT * share) <= tolerance(COUNT, share), answered


def test_the_header_leads_from_every_region_to_every_region(several: Mesh) -> None:
    for door in several.settings:
        for asked in several.settings:
            answers = several.ask(door.name, 40, region=asked.name)
            assert several.answering(answers) == {asked.name: 40}, (door.name, asked.name)


@pytest.mark.parametrize("several", WEIGHTS[1:], ids=called, indirect=True)
def test_what_one_lost_region_would_answer_goes_to_the_others(several: Mesh) -> None:
    home, lost = several.settings[0], several.settings[1].name
    several.network.cut(lost)
    try:
        several.ask(home.name, 40)  # by which the gateway learns of it
        answered = several.answering(several.ask(home.name, COUNT))
    finally:
        several.network.mend(lost)
    assert lost not in answered
    assert sum(answered[region.name] for region in several.settings) >= 0.99 * COUNT, answered

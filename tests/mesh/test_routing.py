"""Real proxies, told by a real control plane, lead requests as the components say."""

import json
import socket
from collections.abc import Callable

import pytest

from components.compute.mesh_names import API as API_NAME
from components.compute.mesh_names import EAST_WEST_PORT
from tests.mesh.regions.manifests import API, HOST
from tests.mesh.regions.mesh import Mesh
from tests.mesh.regions.settings import REGIONS
from tests.mesh.regions.traffic import Client, tolerance

COUNT = 2000
NAMES = [region.name for region in REGIONS]


@pytest.mark.parametrize("name", NAMES)
def test_a_load_balancer_finds_the_gateway_healthy(regions: Mesh, name: str) -> None:
    """It asks under an address, and its own region's pods answer."""
    answers = [regions.client(name).get(API.paths.ready) for _ in range(4)]
    assert regions.answering(answers) == {name: 4}


@pytest.mark.parametrize("host", ["other.example.com", f"{HOST}.example.org", "10.0.0.1"])
def test_another_host_is_refused(regions: Mesh, host: str) -> None:
    assert regions.client(NAMES[0]).get(Host=host).status in (403, 404)


@pytest.mark.parametrize("name", NAMES)
def test_requests_are_shared_out_by_weight(regions: Mesh, name: str) -> None:
    answered = regions.answering(regions.ask(name, COUNT))
    assert sum(answered.values()) == COUNT
    for region in REGIONS:
        share = region.weight / 100
        assert abs(answered[region.name] - COUNT * share) <= tolerance(COUNT, share), answered


@pytest.mark.parametrize("asked", NAMES)
@pytest.mark.parametrize("name", NAMES)
def test_the_header_leads_to_its_region_alone(regions: Mesh, name: str, asked: str) -> None:
    assert regions.answering(regions.ask(name, 300, region=asked)) == {asked: 300}


@pytest.mark.parametrize("written", [str.upper, str.title])
def test_the_case_of_the_header_is_of_no_matter(regions: Mesh, written: Callable[[str], str]) -> None:
    asked = NAMES[1]
    answers = [regions.client(NAMES[0]).get(Host=HOST, Region=written(asked)) for _ in range(8)]
    assert regions.answering(answers) == {asked: 8}


@pytest.mark.parametrize("asked", ["us-east-11", "us-east", "", "mars", f"{NAMES[0]},{NAMES[1]}"])
def test_a_region_that_is_none_is_refused_with_a_problem(regions: Mesh, asked: str) -> None:
    answer = regions.client(NAMES[0]).get(Host=HOST, region=asked)
    assert answer.status == 400
    assert answer.headers["content-type"] == "application/problem+json"
    problem = json.loads(answer.body)
    assert problem["type"] == "urn:groot:problem:region-unknown"
    assert problem["status"] == 400
    assert all(name in problem["detail"] for name in NAMES)


def test_plain_text_is_refused_by_pods(regions: Mesh) -> None:
    here = regions.regions[NAMES[0]]
    for pod in here.apis():
        with pytest.raises(OSError, match=r"reset|closed|without response"):
            Client(here.node.namespace, (pod.address, API.port), None).get(Host=API_NAME)


def test_plain_text_is_refused_by_doors(regions: Mesh) -> None:
    here = regions.regions[NAMES[0]]
    with pytest.raises(OSError, match=r"reset|closed|without response"):
        Client(regions.regions[NAMES[1]].node.namespace, (here.node.door, EAST_WEST_PORT), None).get()


def test_pods_ports_besides_the_api_arent_reached(regions: Mesh) -> None:
    """What listens beside the API in its pod, such as a proxy's administration, is for the pod alone."""
    here = regions.regions[NAMES[0]]
    [pod, *_] = here.apis()
    with pytest.raises(OSError, match=r"refused|reset|timed out"):
        here.node.namespace.within(lambda: socket.create_connection((pod.address, 15000), 2).recv(1))

"""Requests that any region may answer are answered while one region can."""

from typing import Any

import pytest

from components.compute.mesh_sharing import shared_entry
from settings import Region
from tests.components.compute.room import ABROAD, HOME, REGIONS, Room


def hosts(route: dict[str, Any]) -> list[str]:
    return [f"{part['destination']['host']}.groot.svc.cluster.local" for part in route["route"]]


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
def test_what_is_shared_out_has_every_region_behind_it_and_the_drawn_one_first(room: Room, region: Region) -> None:
    manifests = room.manifests(region)
    other = next(one for one in REGIONS if one != region)
    places = {
        region.name: (f"groot-api-{region.name}.groot.svc.cluster.local", 80),
        other.name: (room.output("doors")[other.name], 15443),
    }
    for first in REGIONS:
        endpoints = manifests[f"ServiceEntry/groot-api-{first.name}-first"]["spec"]["endpoints"]
        assert {(one["address"], one["ports"]["http"]) for one in endpoints} == {*places.values()}
        near = [one["address"] for one in endpoints if one["locality"] == region.name]
        assert near == [places[first.name][0]]


def test_a_third_region_fails_over_to_the_two_others() -> None:
    entry = shared_entry("b", own="a", doors={"b": "b.example", "c": "c.example"})
    assert {one["address"]: one["locality"] for one in entry["endpoints"]} == {
        "b.example": "a",
        "c.example": "not-b",
        "groot-api-a.groot.svc.cluster.local": "not-b",
    }


@pytest.mark.parametrize("first", REGIONS, ids=lambda region: region.name)
def test_an_endpoint_that_fails_is_put_aside_and_another_region_tried(room: Room, first: Region) -> None:
    manifests = room.manifests()
    name = f"groot-api-{first.name}-first"
    rule, entry = manifests[f"DestinationRule/{name}"]["spec"], manifests[f"ServiceEntry/{name}"]["spec"]
    assert [rule["host"]] == entry["hosts"]
    policy = rule["trafficPolicy"]
    assert policy["loadBalancer"]["localityLbSetting"] == {"enabled": True}
    assert policy["outlierDetection"]["consecutiveGatewayErrors"] == 5
    assert policy["tls"]["mode"] == "ISTIO_MUTUAL"
    shared = manifests["VirtualService/api"]["spec"]["http"][-1]
    assert rule["host"] in hosts(shared)
    assert shared["retries"]["retryRemoteLocalities"] is True
    assert shared["retries"]["attempts"] >= 2
    assert "connect-failure" in shared["retries"]["retryOn"].split(",")


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
def test_doors_lead_the_common_name_to_their_own_pods(room: Room, region: Region) -> None:
    """Passing through by a name that leads to other doors again would send requests in circles."""
    sni = room.manifests(region)[f"DestinationRule/groot-api-{ABROAD.name}-first"]["spec"]["trafficPolicy"]["tls"][
        "sni"
    ]
    assert sni == "outbound_.80_._.groot-api.groot.svc.cluster.local"
    there = room.manifests(next(one for one in REGIONS if one != region))
    [server] = there["Gateway/east-west"]["spec"]["servers"]
    assert sni.removeprefix("outbound_.80_._.") in server["hosts"]
    service = there["Service/groot-api"]["spec"]
    assert service["selector"] == {"app": "groot-api"}
    assert service["ports"][0]["port"] == 80


def test_a_request_that_names_a_region_is_answered_there_or_not_at_all(room: Room) -> None:
    manifests = room.manifests(HOME)
    routes = {route["name"]: route for route in manifests["VirtualService/api"]["spec"]["http"]}
    assert hosts(routes[ABROAD.name]) == [f"groot-api-{ABROAD.name}.groot.svc.cluster.local"]
    [endpoint] = manifests[f"ServiceEntry/groot-api-{ABROAD.name}"]["spec"]["endpoints"]
    assert endpoint["address"] == room.output("doors")[ABROAD.name]

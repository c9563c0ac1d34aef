"""Where requests go, whatever the regions."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.compute.routes import http_routes
from sandbox.providers.kubernetes import schemas
from sandbox.providers.kubernetes.provider import DEFAULT_VERSION
from settings import AWS_REGIONS


@st.composite
def weighted_regions(draw: st.DrawFn) -> dict[str, int]:
    names = draw(st.lists(st.sampled_from(sorted(AWS_REGIONS)), min_size=1, max_size=8, unique=True))
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=len(names) - 1, max_size=len(names) - 1)))
    return dict(zip(names, (high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)), strict=True))


def shares(route: dict[str, Any]) -> dict[str, int]:
    return {part["destination"]["host"]: part["weight"] for part in route["route"]}


@given(weighted_regions())
def test_header_leads_to_its_region_and_the_rest_is_shared_by_weight(weights: dict[str, int]) -> None:
    *by_header, _, reads, shared = http_routes(weights)

    assert [answering(weights, region)["name"] for region in weights] == list(weights)
    assert [shares(route) for route in by_header] == [{f"groot-api-{region}": 100} for region in weights]
    assert "match" not in shared
    last = "-first" if len(weights) > 1 else ""
    assert shares(shared) == {f"groot-api-{region}{last}": weight for region, weight in weights.items() if weight}
    assert sum(shares(shared).values()) == 100
    assert shares(reads) == shares(shared)


def answering(weights: dict[str, int], header: str) -> dict[str, Any]:
    """Return the first route that takes a request with this *header*, as Envoy does: the whole value has to match."""
    routes = http_routes(weights)
    return next(
        route
        for route in routes
        if "match" not in route or re.fullmatch(route["match"][0]["headers"]["region"]["regex"], header)
    )


@given(weighted_regions())
def test_names_of_regions_are_matched_whatever_their_case(weights: dict[str, int]) -> None:
    assert [answering(weights, region.upper())["name"] for region in weights] == list(weights)


@pytest.mark.parametrize("header", ["", "ap-south-1", "us-east-11", "xus-east-1", "us-east-1,eu-west-1", "us east 1"])
def test_a_header_that_names_no_region_of_the_platform_is_refused_with_a_problem(header: str) -> None:
    refusal = answering({"us-east-1": 70, "eu-west-1": 30}, header)
    assert "route" not in refusal
    assert refusal["directResponse"]["status"] == 400
    assert refusal["headers"]["response"]["set"] == {"content-type": "application/problem+json"}
    problem = json.loads(refusal["directResponse"]["body"]["string"])
    assert (problem["status"], problem["type"]) == (400, "urn:groot:problem:region-unknown")
    assert "us-east-1, eu-west-1" in problem["detail"]


@given(weighted_regions())
def test_one_limit_holds_for_a_request_with_all_its_tries(weights: dict[str, int]) -> None:
    for route in http_routes(weights):
        if "route" in route:
            assert route["timeout"] == "10s"
            assert "perTryTimeout" not in route["retries"]
            tried_again = {"5xx", "gateway-error", "reset"} & set(route["retries"]["retryOn"].split(","))
            assert tried_again == ({"reset"} if route["name"] == "reads-by-weight" else set())


@pytest.mark.parametrize(("method", "read"), [("GET", True), ("HEAD", True), ("POST", False), ("PUT", False)])
def test_reads_alone_are_sent_again_when_their_connection_broke(method: str, read: bool) -> None:
    """What may have changed something isn't done twice."""
    *_, reads, _ = http_routes({"us-east-1": 70, "eu-west-1": 30})
    [match] = reads["match"]
    assert bool(re.fullmatch(match["method"]["regex"], method)) is read


@given(weighted_regions())
def test_routes_are_what_an_api_server_takes(weights: dict[str, int]) -> None:
    manifest = {
        "apiVersion": "networking.istio.io/v1",
        "kind": "VirtualService",
        "metadata": {"name": "api", "namespace": "groot"},
        "spec": {"hosts": ["api.example.com"], "http": http_routes(weights)},
    }
    schemas.validate(manifest, DEFAULT_VERSION)


def test_staging_is_shared_70_to_30() -> None:
    *_, shared = http_routes({"us-east-1": 70, "eu-west-1": 30})
    assert shares(shared) == {"groot-api-us-east-1-first": 70, "groot-api-eu-west-1-first": 30}


def test_one_region_gets_everything() -> None:
    *_, shared = http_routes({"us-east-1": 100})
    assert shares(shared) == {"groot-api-us-east-1": 100}


@pytest.mark.parametrize("weights", [{}, {"us-east-1": 70}, {"us-east-1": 70, "eu-west-1": 40}])
def test_weights_that_do_not_add_up_are_refused(weights: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="do not add up to 100"):
        http_routes(weights)

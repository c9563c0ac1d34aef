"""Who may ask the API through its gateways: callers with a token that its pods have verified, and nobody else."""

import time
from collections.abc import Mapping
from typing import Any

import pytest

from tests.mesh.regions.manifests import API, HOST
from tests.mesh.regions.mesh import Mesh
from tests.mesh.regions.settings import REGIONS
from tests.mesh.regions.tokens import SIGNERS, Signer, bearer
from tests.mesh.regions.traffic import Answer

HERE, THERE = (region.name for region in REGIONS[:2])
OURS, NEXT = SIGNERS
UNVERIFIED, UNAUTHORIZED = 401, 403
PAST_SECONDS = 3600
"""Longer ago than clocks may differ."""


def asked(mesh: Mesh, headers: Mapping[str, str], path: str = "/", region: str = HERE, **more: str) -> Answer:
    return mesh.client(HERE, headers=headers).get(path, Host=HOST, region=region, **more)


@pytest.mark.parametrize("region", [HERE, THERE])
@pytest.mark.parametrize("signer", SIGNERS, ids=lambda signer: signer.kid)
def test_a_caller_is_let_in_by_either_key_in_every_region(regions: Mesh, signer: Signer, region: str) -> None:
    answer = asked(regions, bearer(signer.token()), region=region)
    assert regions.answering([answer]) == {region: 1}


@pytest.mark.parametrize("region", [HERE, THERE])
def test_a_request_without_a_token_is_refused_wherever_it_is_led(regions: Mesh, region: str) -> None:
    assert asked(regions, {}, region=region).status == UNAUTHORIZED


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://another.example.com"},
        {"aud": "https://another.example.com"},
        {"aud": None},
        {"exp": int(time.time()) - PAST_SECONDS},
        {"nbf": int(time.time()) + PAST_SECONDS},
    ],
    ids=lambda claims: ",".join(claims),
)
def test_a_token_that_says_something_else_is_refused(regions: Mesh, claims: Mapping[str, Any]) -> None:
    assert asked(regions, bearer(OURS.token(**claims))).status in (UNVERIFIED, UNAUTHORIZED)


@pytest.mark.parametrize("kid", [OURS.kid, "unheard-of"])
def test_a_token_of_another_key_is_refused_whatever_it_is_called(regions: Mesh, kid: str) -> None:
    assert asked(regions, bearer(Signer(kid).token())).status == UNVERIFIED


def test_a_token_that_was_changed_is_refused(regions: Mesh) -> None:
    header, _, signature = OURS.token().split(".")
    _, claims, _ = OURS.token(sub="bob").split(".")
    assert asked(regions, bearer(f"{header}.{claims}.{signature}")).status == UNVERIFIED


@pytest.mark.parametrize("scope", ["", "events.read", "workloads", "workload.read"])
def test_a_scope_that_does_not_open_the_workload_is_refused(regions: Mesh, scope: str) -> None:
    assert asked(regions, bearer(OURS.token(scope=scope))).status == UNAUTHORIZED


@pytest.mark.parametrize("scope", ["workload", "workload events.read", "records.read workload events.read"])
def test_scopes_are_read_one_by_one(regions: Mesh, scope: str) -> None:
    assert asked(regions, bearer(OURS.token(scope=scope))).status == 200


@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
def test_the_scheme_may_be_written_as_the_gateway_takes_it(regions: Mesh, scheme: str) -> None:
    assert asked(regions, {"Authorization": f"{scheme} {OURS.token()}"}).status == 200


def test_a_token_in_the_query_is_none(regions: Mesh) -> None:
    """Addresses are kept in logs."""
    assert asked(regions, {}, f"/?access_token={OURS.token()}").status == UNAUTHORIZED


def test_health_is_told_without_a_token_and_nothing_beside_it_is(regions: Mesh) -> None:
    assert asked(regions, {}, API.paths.ready).status == 200
    for path in (f"{API.paths.ready}/", f"{API.paths.ready}/../", f"{API.paths.ready}x", API.paths.live):
        assert asked(regions, {}, path).status == UNAUTHORIZED, path
    client = regions.client(HERE, headers={})
    assert client.get(API.paths.ready, method="POST", Host=HOST).status == UNAUTHORIZED

"""What speaks against a request is counted, with its reason, and nothing that a caller could forge speaks for one."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.authorizer.request import read
from functions.authorizer.risk import MOST, Risk
from tests.functions.authorizer.making import CLAIMS, DEVICE, NOW, POLICIES, TABLE, event

NOON = NOW - NOW % 86_400 + 12 * 3_600


def risk(claims: Mapping[str, Any] = {}, *, now: float = NOW, country: str | None = None, **request: Any) -> Risk:
    headers = {} if country is None else {"CloudFront-Viewer-Country": country}
    asked = read(event("Bearer x", headers=headers, **request), POLICIES.operations)
    return TABLE.risk(asked, {**CLAIMS, "device": DEVICE, **claims}, now)


def test_nothing_speaks_against_a_good_device_at_a_known_place() -> None:
    assert risk({"countries": ["NL"], "hours": [0, 24]}, country="NL") == Risk(points=0, reasons=[])


@pytest.mark.parametrize(
    ("claims", "request_", "reasons"),
    [
        ({"device": None}, {}, ["device-unknown"]),
        ({"device": "mine"}, {}, ["device-malformed"]),
        ({"device": {}}, {}, ["device-malformed"]),
        ({"device": {**DEVICE, "score": True}}, {}, ["device-malformed"]),
        ({"device": {**DEVICE, "attested": False}}, {}, ["device-unattested"]),
        ({"device": {**DEVICE, "attested": "true"}}, {}, ["device-unattested"]),
        ({"device": {**DEVICE, "score": 49}}, {}, ["device-weak"]),
        ({"device": {**DEVICE, "score": 50}}, {}, []),
        ({"device": {**DEVICE, "checked_at": NOW - 86_400}}, {}, []),
        ({"device": {**DEVICE, "checked_at": NOW - 86_401}}, {}, ["device-stale"]),
        ({}, {"address": "203.0.113.7"}, ["network-reserved"]),
        ({}, {"address": "::ffff:203.0.113.7"}, ["network-reserved"]),
        ({}, {"address": "2001:db8::1"}, ["network-reserved"]),
        ({}, {"address": "2600::1"}, []),
        ({}, {"address": ""}, ["network-untold"]),
        ({}, {"address": "1"}, ["network-untold"]),
        ({"iat": NOW - 1_800}, {}, []),
        ({"iat": NOW - 1_801}, {}, ["token-old"]),
        ({}, {"method": "PUT"}, ["method-writes"]),
        ({}, {"method": "DELETE"}, ["method-removes"]),
        ({"countries": ["NL"]}, {}, ["country-untold"]),
        ({"countries": ["NL"]}, {"country": "BE"}, ["country-elsewhere"]),
        ({"countries": "NL"}, {"country": "NL"}, ["country-elsewhere"]),
        ({"hours": [8, 18]}, {"now": NOON}, []),
        ({"hours": [18, 8]}, {"now": NOON}, ["hours-outside"]),
        ({"hours": [22, 13]}, {"now": NOON}, []),
        ({"hours": [13, 24]}, {"now": NOON}, ["hours-outside"]),
        ({"hours": "always"}, {"now": NOON}, ["hours-outside"]),
    ],
    ids=str,
)
def test_each_signal_has_its_reason(claims: dict[str, Any], request_: dict[str, Any], reasons: list[str]) -> None:
    around = {"now": NOW, **request_}
    found = risk({"iat": around["now"], "device": {**DEVICE, "checked_at": around["now"]}, **claims}, **around)
    assert found == Risk(points=sum(TABLE._told["points"][each] for each in reasons), reasons=reasons)


def test_points_end_where_the_scale_does() -> None:
    worst = {"device": {"attested": False, "score": 0, "checked_at": 0}, "countries": [], "hours": [0, 0]}
    assert risk(worst, country="BE", address="240.0.0.1", method="DELETE").points == MOST


@given(st.text(max_size=5), st.sampled_from([None, ["NL"], [], "NL", 5]))
def test_a_header_never_lowers_the_risk_of_who_says_nothing_of_places(header: str, countries: Any) -> None:
    base = risk({"device": None})
    assert risk({"device": None}, country=header).points == base.points
    assert risk({"device": None, **({} if countries is None else {"countries": countries})}).points >= base.points


def test_a_step_up_is_strong_and_fresh() -> None:
    assert TABLE.stepped_up({"acr": "phr", "auth_time": NOW - 900}, NOW)
    for claims in (
        {"acr": "phr", "auth_time": NOW - 901},
        {"acr": "phr"},
        {"acr": "pwd", "auth_time": NOW},
        {"acr": ["phr"], "auth_time": NOW},
        {"auth_time": NOW},
    ):
        assert not TABLE.stepped_up(claims, NOW)

"""Who is let in under conditions is held to them by whatever answers."""

import json
from typing import Any

import pytest

from functions._shared import conditions

INSTANCE = "urn:uuid:1"


def event(said: str, method: str = "GET", **more: str) -> dict[str, Any]:
    return {"httpMethod": method, "requestContext": {"authorizer": {"tenant": "acme", "conditions": said, **more}}}


def refused(of: dict[str, Any]) -> tuple[int, str]:
    answer = conditions.refusal(of, INSTANCE)
    assert answer is not None
    assert answer["headers"]["Content-Type"] == "application/problem+json"
    document = json.loads(answer["body"])
    assert document["instance"] == INSTANCE
    return answer["statusCode"], document["type"]


@pytest.mark.parametrize("of", [event(""), event("", "DELETE"), {"httpMethod": "PUT"}, event("read_only masked")])
def test_who_is_under_none_or_keeps_to_them_goes_on(of: dict[str, Any]) -> None:
    assert conditions.refusal(of, INSTANCE) is None


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH", "BREW"])
def test_who_may_read_alone_changes_nothing(method: str) -> None:
    assert refused(event("masked read_only", method)) == (403, "urn:groot:problem:conditions:read-only")


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_who_must_step_up_is_told_how(method: str) -> None:
    asked = event("read_only step_up", method, acr="phr phrh", max_age="900")
    assert refused(asked) == (401, "urn:groot:problem:conditions:step-up")
    challenge = conditions.refusal(asked, INSTANCE)["headers"]["WWW-Authenticate"]  # pyright: ignore[reportOptionalSubscript]
    assert challenge == 'Bearer error="insufficient_user_authentication", acr_values="phr phrh", max_age="900"'


def test_a_condition_that_nobody_here_knows_lets_nobody_through() -> None:
    assert refused(event("watched")) == (403, "urn:groot:problem:conditions:unknown")


def test_masked_members_are_hidden_at_any_depth_and_their_neighbours_are_not() -> None:
    document = {"name": {"first": "Ann"}, "orders": [{"email": "a@b.c", "total": 5}, ["email"]], "n": None}
    found = conditions.masked(event("masked", masked="email name"), document)
    assert found == {"name": "***", "orders": [{"email": "***", "total": 5}, ["email"]], "n": None}
    assert conditions.masked(event("read_only", masked="email name"), document) is document

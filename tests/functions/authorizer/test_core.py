"""Scopes open operations, nothing opens any other, and what goes on says who calls and how."""

from fnmatch import fnmatchcase
from typing import Any

import pytest

from components._shared.contract import WORKLOAD_SCOPE, contract, grants
from functions.authorizer.request import read
from tests.functions.authorizer.making import NOW, POLICIES, STAGE, authorizer, event, token


def answer(scopes: set[str], **claims: Any) -> dict[str, Any]:
    given = token(scope=" ".join(sorted(scopes)), **claims)
    own = authorizer()
    return own.answer(own.decide(read(event(f"Bearer {given}"), POLICIES.operations), NOW))


def lets(scopes: set[str], operation: str) -> bool:
    """Return whether the gateway lets a caller of *scopes* at *operation*: what is denied is, whatever else allows."""
    effects = {
        statement["Effect"]
        for statement in answer(scopes)["policyDocument"]["Statement"]
        for resource in statement["Resource"]
        if fnmatchcase(f"{STAGE}/{operation}", resource)
    }
    return effects == {"Allow"}


def test_a_scope_opens_its_operations_alone() -> None:
    read, write = "GET/v1/streams/a", "POST/v1/streams/a/events"
    assert lets({"events.read"}, read)
    assert not lets({"events.read"}, write)
    assert not lets({"events.read"}, "GET/orders")
    assert lets({"events.read", "events.write", "unheard.of"}, read)
    assert lets({"events.read", "events.write", "unheard.of"}, write)


def test_the_workload_s_scope_opens_whatever_is_not_another_s() -> None:
    assert lets({"workload"}, "GET/orders/1")
    assert lets({"workload"}, "DELETE/v1/unheard-of")
    assert not lets({"workload"}, "GET/v1/streams/a")
    assert not lets({"workload"}, "POST/v1/streams/a/events")
    assert lets({"workload", "events.write"}, "POST/v1/streams/a/events")
    assert not lets({"workload", "events.write"}, "GET/v1/streams/a")


@pytest.mark.parametrize("scopes", [set(), {"events", "*", "events.rea"}])
def test_no_scope_opens_nothing(scopes: set[str]) -> None:
    assert not any(lets(scopes, operation) for operation in ("GET/v1/streams/a", "GET/orders", "POST/"))


def test_no_scope_s_operations_shadow_another_s() -> None:
    """What is denied by name is by its pattern, whose stars take any path: another scope's must not be of it."""
    granted = grants(contract())
    owned = [(scope, pattern) for scope in granted.keys() - {WORKLOAD_SCOPE} for pattern in granted[scope]]
    shadowed = [
        (pattern, other)
        for scope, pattern in owned
        for owner, other in owned
        if scope != owner and pattern not in granted[owner] and fnmatchcase(other, pattern)
    ]
    assert shadowed == []


def test_the_caller_s_tenant_and_scopes_go_on_to_what_answers() -> None:
    found = answer({"b", "a"})
    assert found["principalId"] == "ann@example.com"
    assert found["context"] == {"scope": "a b", "tenant": "acme", "conditions": ""}


def test_conditions_go_on_with_what_it_takes_to_meet_them() -> None:
    weak = {"attested": False, "score": 10, "checked_at": NOW}
    context = answer({"records.read"}, device=weak, hours=[0, 0])["context"]
    assert context["conditions"] == "masked read_only step_up"
    assert "email" in context["masked"].split()
    assert (context["acr"], context["max_age"]) == ("phr phrh", "900")


def test_an_answer_is_of_the_whole_stage_and_no_other() -> None:
    [allowed] = [each for each in answer({"records.read"})["policyDocument"]["Statement"] if each["Effect"] == "Allow"]
    assert allowed["Resource"] == [f"{STAGE}/GET/v1/records/*"]

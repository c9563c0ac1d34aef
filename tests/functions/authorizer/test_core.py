"""Scopes open operations, and nothing opens any other."""

from fnmatch import fnmatchcase

import pytest

from components._shared.contract import WORKLOAD_SCOPE, contract, grants
from functions.authorizer.core import policy, stage_of
from functions.authorizer.token import Caller

READ, WRITE = "GET/v1/streams/*", "POST/v1/streams/*/events"
GRANTS = {"events.read": [READ], "events.write": [WRITE], "workload": ["*/*"]}
STAGE = "arn:aws:execute-api:us-east-1:123456789012:abc/live"


def lets(scopes: set[str], operation: str) -> bool:
    """Return whether the gateway lets a caller of *scopes* at *operation*: what is denied is, whatever else allows."""
    who = Caller(subject="somebody", tenant="acme", scopes=frozenset(scopes))
    effects = {
        statement["Effect"]
        for statement in policy(who, STAGE, GRANTS)["policyDocument"]["Statement"]
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
    answer = policy(Caller(subject="somebody", tenant="acme", scopes=frozenset({"b", "a"})), STAGE, GRANTS)
    assert (answer["principalId"], answer["context"]) == ("somebody", {"scope": "a b", "tenant": "acme"})


def test_what_is_kept_holds_for_the_whole_stage_and_no_other() -> None:
    assert stage_of(f"{STAGE}/GET/v1/streams/a/events") == STAGE
    assert stage_of(f"{STAGE}/GET/") == STAGE

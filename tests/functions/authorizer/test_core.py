"""Scopes open operations, and nothing opens any other."""

from functions.authorizer.core import policy, stage_of
from functions.authorizer.token import Caller

GRANTS = {"events.read": ["GET/v1/streams/*"], "events.write": ["POST/v1/streams/*/events"]}
STAGE = "arn:aws:execute-api:us-east-1:123456789012:abc/live"


def resources(*scopes: str) -> tuple[str, list[str]]:
    who = Caller(subject="somebody", tenant="acme", scopes=frozenset(scopes))
    [statement] = policy(who, STAGE, GRANTS)["policyDocument"]["Statement"]
    return statement["Effect"], statement["Resource"]


def test_a_scope_opens_its_operations_alone() -> None:
    assert resources("events.read") == ("Allow", [f"{STAGE}/GET/v1/streams/*"])
    assert resources("events.read", "events.write", "unheard.of") == (
        "Allow",
        [f"{STAGE}/GET/v1/streams/*", f"{STAGE}/POST/v1/streams/*/events"],
    )


def test_no_scope_opens_nothing() -> None:
    assert resources() == ("Deny", [f"{STAGE}/*"])
    assert resources("events", "*", "events.rea") == ("Deny", [f"{STAGE}/*"])


def test_the_caller_s_tenant_goes_on_to_what_answers() -> None:
    answer = policy(Caller(subject="somebody", tenant="acme", scopes=frozenset()), STAGE, GRANTS)
    assert (answer["principalId"], answer["context"]) == ("somebody", {"tenant": "acme"})


def test_what_is_kept_holds_for_the_whole_stage_and_no_other() -> None:
    assert stage_of(f"{STAGE}/GET/v1/streams/a/events") == STAGE
    assert stage_of(f"{STAGE}/GET/") == STAGE

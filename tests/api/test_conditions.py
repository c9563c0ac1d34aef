"""Through the running gateway: bound tokens are of use to their holder alone, and conditions are held to."""

import hashlib
import json
import time
import uuid
from typing import Any

import pytest

from tests.api.caller import HOST, Answer, Caller
from tests.api.conftest import HOME
from tests.api.waiting import until
from tests.conftest import Deployed
from tests.functions.authorizer.making import HOLDER_KEY, OTHER_KEY, encoded, jwk, sign, thumbprint

GOOD = {"attested": True, "score": 90}
WEAK = {"attested": False, "score": 10}
"""50 points: enough for a step-up."""


def of(staging: Deployed, device: dict[str, Any] = GOOD, **claims: Any) -> Caller:
    checked = {**device, "checked_at": int(time.time())}
    return Caller(staging, HOME, scope="records.read records.write", claims={"device": checked, **claims})


@pytest.fixture(scope="module")
def record(caller: Caller) -> str:
    """A record with a member that is masked."""
    name = f"conditions-{uuid.uuid4().hex}"
    kept = until(lambda: caller.send("PUT", f"/v1/records/{name}", {"email": "a@b.c", "total": 5}), ok)
    assert ok(kept)
    return f"/v1/records/{name}"


def ok(answer: Answer) -> bool:
    return answer.status in (200, 201)


def test_a_weak_device_must_step_up_and_is_told_how(staging: Deployed, record: str) -> None:
    answer = of(staging, WEAK).send("GET", record)
    assert (answer.status, answer.body["type"]) == (401, "urn:groot:problem:conditions:step-up")
    told = {name.lower(): value for name, value in answer.headers.items()}
    assert 'error="insufficient_user_authentication"' in told["www-authenticate"]
    stepped = of(staging, WEAK, acr="phr", auth_time=int(time.time()))
    assert stepped.send("GET", record).body == {"email": "a@b.c", "total": 5}


def test_who_is_at_a_reserved_address_reads_with_holes_and_writes_nothing(staging: Deployed, record: str) -> None:
    at = {"X-Forwarded-For": "203.0.113.9"}
    shaky = of(staging, {"attested": False, "score": 90}, acr="phr", auth_time=int(time.time()))
    assert shaky.send("GET", record, **at).body == {"email": "***", "total": 5}
    refused = shaky.send("PUT", record, {"total": 6}, **at)
    assert (refused.status, refused.body["type"]) == (403, "urn:groot:problem:conditions:read-only")


def test_what_is_too_risky_stays_out(staging: Deployed, record: str) -> None:
    answer = of(staging, WEAK, acr="phr", auth_time=int(time.time())).send(
        "GET", record, **{"X-Forwarded-For": "203.0.113.9"}
    )
    assert (answer.status, answer.body["type"]) == (403, "urn:groot:problem:gateway:forbidden")


def test_a_bound_token_is_taken_with_a_fresh_proof_alone(staging: Deployed, record: str) -> None:
    bound = of(staging, cnf={"jkt": thumbprint(HOLDER_KEY)})

    def proof(key: Any = HOLDER_KEY, method: str = "GET") -> dict[str, str]:
        said = {"jti": uuid.uuid4().hex, "htm": method, "htu": HOST + record, "iat": int(time.time())}
        said["ath"] = encoded(hashlib.sha256(bound.token.encode()).digest())
        made = sign(key, {"alg": "ES256", "typ": "dpop+jwt", "jwk": jwk(key)}, said)
        return {"Authorization": f"DPoP {bound.token}", "DPoP": made}

    first = proof()
    assert bound.send("GET", record, **first).status == 200
    assert bound.send("PUT", record, {"total": 6}, **first).status == 401, "a proof is of one method"
    assert bound.send("GET", record).status == 401, "as a bearer's"
    assert bound.send("GET", record, **proof(OTHER_KEY)).status == 401
    assert bound.send("GET", record, **proof()).status == 200


def test_decisions_are_logged_and_say_nothing_of_the_caller(staging: Deployed, record: str) -> None:
    who = of(staging)
    assert who.send("GET", record).status == 200
    logs = staging.client("logs", HOME)
    [group] = [
        each["logGroupName"]
        for each in logs.describe_log_groups(logGroupNamePrefix="/aws/lambda/groot-staging-authorizer")["logGroups"]
    ]
    token = hashlib.sha256(who.token.encode()).hexdigest()[:16]

    def lines() -> list[dict[str, Any]]:
        events = logs.filter_log_events(logGroupName=group)["events"]
        return [json.loads(each["message"]) for each in events if '"message":"decision"' in each["message"]]

    found = until(lambda: [each for each in lines() if each.get("token") == token], bool)
    assert [(each["decision"], each["operation"]) for each in found] == [("allow", "GET/v1/records/*")]
    written = json.dumps(lines())
    assert not [canary for canary in ("eyJ", "ann@example.com", record) if canary in written]

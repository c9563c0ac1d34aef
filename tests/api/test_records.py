"""Records go through gateway, authorizer, function and proxy to the shard of their key, and come back."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any

import pytest

from tests.api.caller import Answer, Caller
from tests.api.shards import Shards
from tests.api.test_events import refused
from tests.api.waiting import until
from tests.conftest import Deployed

CANARY = "canary-19c2-of-somebody"
NAMES = [f"spread-{number}" for number in range(12)]
"""Enough that each of two shards has some."""


pytestmark = pytest.mark.usefixtures("shards")


def path(name: str) -> str:
    return f"/v1/records/{name}"


def test_a_record_is_written_read_replaced_and_deleted(caller: Caller) -> None:
    first = caller.send("PUT", path("one"), {"n": 1})
    assert (first.status, first.body["key"]) == (201, "one")
    read = caller.send("GET", path("one"))
    tag = f'"{first.body["version"]}"'
    assert (read.status, read.body, read.headers["ETag"]) == (200, {"n": 1}, tag)
    second = caller.send("PUT", path("one"), {"n": 2}, **{"If-Match": tag})
    assert (second.status, second.body["version"]) == (200, first.body["version"] + 1)
    assert refused(caller.send("PUT", path("one"), {"n": 3}, **{"If-Match": tag}), 412, "records:changed")
    assert refused(caller.send("PUT", path("one"), {"n": 3}, **{"If-None-Match": "*"}), 412, "records:changed")
    assert refused(caller.send("DELETE", path("one"), **{"If-Match": tag}), 412, "records:changed")
    assert caller.send("GET", path("one")).body == {"n": 2}
    assert [caller.send("DELETE", path("one")).status for _ in "12"] == [204, 204]
    assert refused(caller.send("GET", path("one")), 404, "records:unknown-record")


def test_no_update_of_many_at_once_is_lost(caller: Caller) -> None:
    caller.send("PUT", path("counted"), {"n": 0})

    def count(_: int) -> None:
        while True:
            seen = caller.send("GET", path("counted"))
            changed = {"n": seen.body["n"] + 1}
            if caller.send("PUT", path("counted"), changed, **{"If-Match": seen.headers["ETag"]}).status == 200:
                return

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count, range(12)))
    assert caller.send("GET", path("counted")).body == {"n": 12}


def test_another_region_has_what_was_written_at_once(caller: Caller, abroad: Caller) -> None:
    for number, name in enumerate(NAMES):
        assert caller.send("PUT", path(name), {"n": number}).status in (200, 201)
    assert [abroad.send("GET", path(name)).body for name in NAMES] == [{"n": number} for number in range(len(NAMES))]
    assert abroad.send("DELETE", path(NAMES[0])).status == 204
    assert caller.send("GET", path(NAMES[0])).status == 404


def test_a_tenant_sees_nothing_of_another_s(caller: Caller, staging: Deployed) -> None:
    caller.send("PUT", path("own"), {"of": "acme"})
    other = Caller(staging, caller.region, claims={"tenant": "other"})
    assert refused(other.send("GET", path("own")), 404, "records:unknown-record")
    assert other.send("PUT", path("own"), {"of": "other"}).status == 201
    assert caller.send("GET", path("own")).body == {"of": "acme"}


@pytest.mark.parametrize("name", ["%00", "a%20b", "%F0%9F%92%A5", "a" * 201, "'--", "%23x", "%3Bdrop"])
def test_names_that_could_lead_elsewhere_are_refused(name: str, caller: Caller) -> None:
    for method, body in (("GET", None), ("PUT", {}), ("DELETE", None)):
        answer = caller.send(method, path(name), body)
        assert answer.status in (400, 403, 404)
        assert answer.body["type"] != "urn:groot:problem:records:unknown-record"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"n": NaN}'], ids=repr)
def test_what_is_no_document_is_refused(body: bytes, caller: Caller) -> None:
    answer = caller.send("PUT", path("malformed"), body)
    assert refused(answer, 400, "gateway:malformed") or refused(answer, 400, "records:malformed")
    assert caller.send("GET", path("malformed")).status == 404


def test_what_no_shard_keeps_is_told_so(caller: Caller) -> None:
    assert refused(caller.send("PUT", path("nul"), {"n": "\x00"}), 422, "records:unfit")
    assert refused(caller.send("PUT", path("large"), {"n": "x" * 300_000}), 413, "records:too-large")
    statement = "'); DROP TABLE groot.records; --"
    assert caller.send("PUT", path("injection"), {statement: statement}).status == 201
    assert caller.send("GET", path("injection")).body == {statement: statement}


def test_a_token_that_opens_the_operation_is_asked_for(caller: Caller, reader: Caller, staging: Deployed) -> None:
    assert refused(reader.send("GET", path("one")), 403, "gateway:forbidden")
    looking = Caller(staging, caller.region, scope="records.read")
    assert looking.send("GET", path("nobody-wrote")).status == 404
    for method, body in (("PUT", {}), ("DELETE", None)):
        assert refused(looking.send(method, path("nobody-wrote"), body), 403, "gateway:forbidden")


def health(caller: Caller) -> Answer:
    return caller.send("GET", "/health")


def told(caller: Caller, word: str) -> bool:
    """Return whether health comes to say *word* of the second shard, and names nothing of where it is."""
    found = until(lambda: health(caller), lambda answer: answer.body["checks"].get("shard-001") == word)
    assert not [each for each in ("amazonaws", "127.0.0.1", "platform", "shard-999") if each in str(found.body)]
    return found.body["checks"].get("shard-001") == word and found.status == (200 if word == "ok" else 503)


@pytest.mark.parametrize(("fault", "word"), [("down", "down"), ("another", "wrong"), ("slow", "slow")])
def test_a_shard_that_fails_is_told_by_a_problem_and_by_health_and_others_answer(
    fault: str, word: str, caller: Caller, shards: Shards
) -> None:
    for name in NAMES:
        caller.send("PUT", path(name), {})
    trouble: AbstractContextManager[Any] = getattr(shards, fault)("shard-001")
    with trouble:
        with ThreadPoolExecutor(len(NAMES)) as pool:
            answers = list(pool.map(lambda name: caller.send("GET", path(name)), NAMES))
        assert {answer.status for answer in answers} == {200, 503}
        assert all(refused(answer, 503, "records:unavailable") for answer in answers if answer.status == 503)
        assert told(caller, word)
    assert told(caller, "ok")
    assert {caller.send("GET", path(name)).status for name in NAMES} == {200}


def test_health_asks_for_neither_key_nor_token(caller: Caller) -> None:
    answer = until(lambda: health(caller), lambda found: found.status == 200)
    assert answer.body["status"] == "ok"
    assert answer.body["checks"].keys() == {"events", "projections", "shards", "shard-000", "shard-001"}
    bare = caller.send("GET", "/health", Authorization="", **{"x-api-key": ""})
    assert bare.status == 200


def test_documents_and_credentials_stand_in_no_log(caller: Caller) -> None:
    caller.send("PUT", path("personal"), {"name": CANARY})
    caller.send("PUT", path("personal"), {"name": CANARY, "n": "\x00"})
    logs = caller.client("logs")
    groups = [each["logGroupName"] for each in logs.describe_log_groups(logGroupNamePrefix="/aws/lambda/")["logGroups"]]
    lines = [event["message"] for group in groups for event in logs.filter_log_events(logGroupName=group)["events"]]
    assert lines
    assert not [line for line in lines if CANARY in line or caller.token in line or "X-Amz-Signature" in line]

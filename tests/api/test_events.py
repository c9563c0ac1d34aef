"""Events go through gateway, authorizer, function, table, stream and projection, and come back."""

import json
from typing import Any

import pytest

from tests.api.caller import Answer, Caller
from tests.api.waiting import until
from tests.conftest import Deployed

CANARY = "canary-7f3b-of-somebody"


def refused(answer: Answer, status: int, kind: str) -> bool:
    """Return whether *answer* is the problem of that type."""
    problem = answer.body["type"].removeprefix("urn:groot:problem:")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.body["status"] == answer.status
    return (answer.status, problem) == (status, kind)


def malformed(answer: Answer) -> bool:
    """Return whether the gateway or the function says that *answer*'s request is not of the contract."""
    return refused(answer, 400, "gateway:malformed") or refused(answer, 400, "events:malformed")


def test_what_was_appended_is_read_in_order_from_any_version(caller: Caller) -> None:
    assert caller.append("order", 0, "c1", {"n": 1}, {"n": 2}).status == 201
    last = caller.append("order", 2, "c2", {"n": 3})
    assert (last.status, last.body["first"], last.body["last"]) == (201, 3, 3)
    numbers = [
        [event["data"]["n"] for event in caller.read("order", query).body["events"]]
        for query in (
            "",
            "?from=2",
            "?backward=true",
            "?backward=true&from=2",
            "?limit=1",
        )
    ]
    assert numbers == [[1, 2, 3], [2, 3], [3, 2, 1], [2, 1], [1]]
    assert caller.read("order", "?limit=1").body["next"] == 2


def test_a_commit_sent_again_is_answered_again_and_kept_once(caller: Caller) -> None:
    first, second = (caller.append("again", 0, "c1", {"n": 1}) for _ in range(2))
    assert first == second._replace(headers=first.headers)
    assert len(caller.read("again").body["events"]) == 1
    assert refused(caller.append("again", 0, "c1", {"n": 2}), 422, "events:commit-id-reused")


def test_of_two_writers_at_one_version_one_is_told_to_look_again(caller: Caller) -> None:
    assert caller.append("contended", 0, "one", {}).status == 201
    late = caller.append("contended", 0, "two", {})
    assert refused(late, 409, "events:version-conflict")
    assert late.body["current"] == 1


def test_a_projection_tells_of_a_stream_soon_after(caller: Caller) -> None:
    caller.append("told", 0, "c1", {}, {})
    caller.append("told", 2, "c2", {})
    answer = until(
        lambda: caller.send("GET", "/v1/streams/told"), lambda found: found.status == 200 and found.body["version"] == 3
    )
    assert answer.status == 200
    assert {name: answer.body[name] for name in ("stream", "version", "events", "commits")} == {
        "stream": "told",
        "version": 3,
        "events": 3,
        "commits": 2,
    }


def test_a_stream_that_nobody_began_is_told_apart_from_an_empty_answer(caller: Caller) -> None:
    assert refused(caller.read("nobody-began"), 404, "events:unknown-stream")
    assert refused(caller.send("GET", "/v1/streams/nobody-began"), 404, "events:unknown-stream")


EVENT = {"type": "happened", "schema": 1, "data": {}}
APPEND = {"commit_id": "c", "expected_version": 0, "events": [EVENT]}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"commit_id": "c"}'], ids=repr)
def test_what_is_no_append_is_refused(body: bytes, caller: Caller) -> None:
    assert malformed(caller.send("POST", "/v1/streams/malformed/events", body))
    assert caller.read("malformed").status == 404


@pytest.mark.parametrize(
    "change",
    [
        {"expected_version": -1},
        {"expected_version": "0"},
        {"events": []},
        {"events": [EVENT] * 1_001},
        {"events": [{**EVENT, "data": []}]},
        {"events": [{**EVENT, "schema": 0}]},
        {"events": [{**EVENT, "type": "a/b"}]},
        {"commit_id": "c" * 201},
        {"commit_id": "c\n"},
        {"more": 1},
    ],
    ids=lambda change: repr(change)[:40],
)
def test_an_append_that_the_contract_does_not_have_is_refused(change: dict[str, Any], caller: Caller) -> None:
    assert malformed(caller.send("POST", "/v1/streams/malformed/events", APPEND | change))
    assert caller.read("malformed").status == 404


def test_what_is_too_large_for_a_commit_is_told_so(caller: Caller) -> None:
    """Random text, which no packing makes small."""
    letters = "".join(chr(0x4E00 + (number * 7919) % 20_000) for number in range(300_000))
    assert refused(caller.append("large", 0, "c1", {"text": letters}), 413, "events:too-large")


@pytest.mark.parametrize("name", ["%00", "a%20b", "%F0%9F%92%A5", "a" * 201, "'--", "%23x"])
def test_names_that_could_lead_elsewhere_are_refused(name: str, caller: Caller) -> None:
    answer = caller.read(name)
    assert answer.status in (400, 403, 404)
    assert answer.body["type"] != "urn:groot:problem:events:unknown-stream"


def test_a_key_and_a_token_that_opens_the_operation_are_asked_for(staging: Deployed, reader: Caller) -> None:
    assert refused(reader.append("closed", 0, "c1", {}), 403, "gateway:forbidden")
    assert reader.read("closed").status == 404
    url = "/v1/streams/closed/events"
    assert refused(reader.send("GET", url, Authorization=""), 401, "gateway:unauthorized")
    assert refused(reader.send("GET", url, Authorization="Bearer a.b.c"), 401, "gateway:unauthorized")
    assert refused(reader.send("GET", url, **{"x-api-key": "none"}), 403, "gateway:no-key")
    old = Caller(staging, reader.region, claims={"iat": 1_700_000_000, "exp": 1_700_000_600})
    assert refused(old.read("closed"), 401, "gateway:unauthorized")


def test_what_is_personal_stands_in_no_table_and_no_log(caller: Caller, staging: Deployed) -> None:
    personal = [{"subject": "ann", "pointers": ["/name"]}]
    assert caller.append("personal", 0, "c1", {"name": CANARY, "n": 1}, personal=personal).status == 201
    assert caller.read("personal").body["events"][0]["data"] == {"name": CANARY, "n": 1}
    dynamodb = caller.client("dynamodb")
    kept = [dynamodb.scan(TableName=table)["Items"] for table in dynamodb.list_tables()["TableNames"]]
    assert CANARY.encode() not in repr(kept).encode()
    logs = caller.client("logs")
    groups = [each["logGroupName"] for each in logs.describe_log_groups(logGroupNamePrefix="/aws/lambda/")["logGroups"]]
    lines = [event["message"] for group in groups for event in logs.filter_log_events(logGroupName=group)["events"]]
    assert lines
    assert not [line for line in lines if CANARY in line or caller.token in line or caller.key in line]


def test_another_region_has_the_events_within_seconds_and_writes_none(caller: Caller, abroad: Caller) -> None:
    assert caller.append("far", 0, "c1", {"n": 1}).status == 201
    here: Any = caller.read("far").body
    there = until(lambda: abroad.read("far"), lambda found: found.status == 200)
    assert there.body == here
    assert refused(abroad.append("far", 1, "c2", {"n": 2}), 421, "events:not-home")


def test_every_region_archives_what_was_appended_by_type_and_sealed(caller: Caller, abroad: Caller) -> None:
    personal = [{"subject": "bob", "pointers": ["/name"]}]
    assert caller.append("archived", 0, "c1", {"name": CANARY}, {"name": CANARY}, personal=personal).status == 201
    for region in (caller, abroad):
        lines = until(lambda region=region: archived(region, "archived"), lambda found: len(found) == 2)
        assert [line["version"] for line in lines] == [1, 2]
        assert all(line["data"]["name"]["$sealed"]["subject"] == "bob" for line in lines)
        assert CANARY not in json.dumps(lines)


def archived(region: Caller, stream: str) -> list[Any]:
    """Return the lines of *stream* in the region's archive, from where events of its type are."""
    s3 = region.client("s3")
    [bucket] = [
        each["Name"]
        for each in s3.list_buckets()["Buckets"]
        if each["Name"].startswith(f"groot-staging-event-archive-{region.region}")
    ]
    found = s3.list_objects_v2(Bucket=bucket, Prefix="events/type=happened/date=").get("Contents", ())
    content = b"".join(s3.get_object(Bucket=bucket, Key=each["Key"])["Body"].read() for each in found)
    lines = [json.loads(line) for line in content.splitlines()]
    return sorted((line for line in lines if line["stream"] == stream), key=lambda line: line["version"])


def test_the_store_is_operated_by_a_function_that_the_schedule_asks_and_the_api_does_not(caller: Caller) -> None:
    partition = caller.append("operated", 0, "c1", {}).body["partition"]
    name = f"groot-staging-events-{caller.region}-operations"

    def ask(**asked: Any) -> Any:
        answer = caller.client("lambda").invoke(FunctionName=name, Qualifier="live", Payload=json.dumps(asked))
        return json.loads(answer["Payload"].read())

    span = {"first": partition, "last": partition}
    assert ask(do="tend", **span) == {"faults": []}
    assert ask(do="verify", **span)["faults"] == []
    assert ask(do="drop")["errorType"] == "MalformedError"
    rules = caller.client("events")
    [rule] = [each for each in rules.list_rules()["Rules"] if each["Name"] == name]
    [target] = rules.list_targets_by_rule(Rule=rule["Name"])["Targets"]
    assert (rule["ScheduleExpression"], json.loads(target["Input"])) == ("rate(1 hour)", {"do": "tend"})
    assert target["Arn"].endswith(f"{name}:live")
    policy = json.loads(caller.client("lambda").get_policy(FunctionName=name, Qualifier="live")["Policy"])
    assert [each["Principal"] for each in policy["Statement"]] == [{"Service": "events.amazonaws.com"}]

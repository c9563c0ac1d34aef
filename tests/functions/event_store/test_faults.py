"""What goes wrong around the store: clocks, throttling, lost answers, deaths in the middle, keys out of reach."""

import base64
import json
import os
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from functions.event_store import handler, wiring
from functions.event_store.errors import BusyError
from functions.event_store.summaries import Summaries
from tests.functions.event_store.data_plane import Site
from tests.functions.event_store.entries import APPEND, CONTEXT, EVENT, archived, get, post
from tests.functions.event_store.faults import Killed
from tests.functions.event_store.test_commits import counted, events
from tests.functions.event_store.test_projections import Reader

CANARY = "CANARY"


class Failing:
    """A client one of whose calls fails so many times, before or after it was done."""

    def __init__(self, client: Any, call: str, fault: Exception, times: int, *, after: bool = False) -> None:
        self._client, self._call, self._fault, self._left, self._after = client, call, fault, times, after
        self.exceptions = client.exceptions

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(**parameters: Any) -> Any:
            fails = name == self._call and self._left > 0
            self._left -= fails
            if fails and not self._after:
                raise self._fault
            answer = getattr(self._client, name)(**parameters)
            if fails:
                raise self._fault
            return answer

        return call


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "not now"}}, "TransactWriteItems")


@pytest.mark.parametrize("seconds", [-3_600, 10**9])
def test_a_clock_that_jumps_changes_no_order(site: Site, seconds: int) -> None:
    store = site.worker()
    store.append("s", 0, events(1), "a")
    site.clock.seconds += seconds
    store.append("s", 1, events(2), "b")
    site.worker().append("s", 2, events(3), "c")
    assert counted(site.worker(), "s") == [(1, 1), (2, 2), (3, 3)]
    positions = [event["position"] for event in store.read("s").events]
    assert positions == sorted(positions)


@pytest.mark.parametrize("code", ["ThrottlingException", "ProvisionedThroughputExceededException"])
@pytest.mark.parametrize("after", [False, True])
def test_an_append_waits_for_throttling_to_pass_and_is_there_once(site: Site, code: str, after: bool) -> None:
    throttled = Failing(site.dynamodb, "transact_write_items", refused(code), 3, after=after)
    site.worker(dynamodb=throttled).append("s", 0, events(1), "a")
    assert counted(site.worker(), "s") == [(1, 1)]


def test_an_append_that_is_throttled_on_and_on_says_so_and_may_be_sent_again(site: Site) -> None:
    throttled = Failing(site.dynamodb, "transact_write_items", refused("ThrottlingException"), 99)
    with pytest.raises(BusyError, match="send the same commit again"):
        site.worker(dynamodb=throttled).append("s", 0, events(1), "a")
    assert site.worker().append("s", 0, events(1), "a").first == 1


def test_an_answer_that_was_lost_is_given_again(site: Site) -> None:
    lost = Failing(site.dynamodb, "transact_write_items", ReadTimeoutError(endpoint_url="dynamodb"), 1, after=True)
    with pytest.raises(ReadTimeoutError):
        site.worker(dynamodb=lost).append("s", 0, events(1), "a")
    assert site.worker().append("s", 0, events(1), "a").first == 1
    assert counted(site.worker(), "s") == [(1, 1)]


@pytest.mark.usefixtures("api")
def test_a_key_service_that_is_down_is_told_and_nothing_is_half_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    down = Failing(wiring.store().keys.kms, "generate_data_key_without_plaintext", refused("KMSInternalException"), 1)
    monkeypatch.setattr(wiring.store().keys, "kms", down)
    status, problem = post(APPEND)
    assert (status, problem["type"]) == (503, "urn:groot:problem:events:unavailable")
    assert get()[0] == 404
    assert post(APPEND)[0] == 201


def test_a_function_that_dies_between_projection_and_archive_leaves_neither_out(
    api: Site,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    post({**APPEND, "events": [EVENT] * 3})
    records = Reader(api).records()

    def die(_: object) -> Any:
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(handler, "archive", die)
        with pytest.raises(Killed):
            handler.stream({"Records": records}, CONTEXT)
    assert handler.stream({"Records": records}, CONTEXT) == {"batchItemFailures": []}
    assert Reader(api).seen() == {"s": (3, 3, 1)}
    assert [line["version"] for line in archived(api)["Named"]] == [1, 2, 3]


def test_nothing_personal_and_no_key_is_told_whatever_fails(
    api: Site,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    post(APPEND)
    record = wiring.store().keys._item("ann") or {}
    secret = wiring.store().keys.of("ann")
    told = [post({**APPEND, "commit_id": "b"}), post({**APPEND, "commit_id": "c", "expected_version": 7})]

    def poisonous(*_: object) -> Any:
        raise KeyError(f"{CANARY}: {record}")

    monkeypatch.setattr(Summaries, "writes", poisonous)
    monkeypatch.setenv("ARCHIVE", "nowhere")
    handler.stream({"Records": Reader(api).records()}, CONTEXT)
    api.dynamodb.update_item(
        TableName=api.keys.name,
        Key={"subject": {"S": "ann"}},
        UpdateExpression="SET data_key = :other",
        ExpressionAttributeValues={":other": {"B": b"x" * 64}},
    )
    wiring.store().keys._known.clear()
    told.append(get())
    with pytest.raises(Exception, match="do must be one of") as refusal:
        handler.operate({"do": CANARY}, CONTEXT)
    letters = api.client("sqs").receive_message(QueueUrl=os.environ["DEAD_LETTERS"])
    text = json.dumps([told, letters, str(refusal.value)], default=str) + "".join(capsys.readouterr())
    assert letters["Messages"]
    assert CANARY not in text
    for form in (secret, record["data_key"]["B"]):
        assert base64.b64encode(form).decode() not in text
        assert form.hex() not in text

"""What a request for a record means, and what callers are told of what goes wrong behind."""

import base64
import json
from typing import Any

import pytest

from functions._shared import shard_errors
from functions._shared.shard_query import Record
from functions.records import handler
from tests.functions.calls import context, logged

CANARY = "shard-007 at 10.1.2.3 says: password authentication failed"


class Router:
    """Keeps one record, or fails."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault
        self.asked: list[tuple[Any, ...]] = []

    def _note(self, *asked: Any) -> None:
        self.asked.append(asked)
        if self.fault:
            raise self.fault

    def get(self, collection: str, key: str) -> Record | None:
        self._note("get", collection, key)
        return Record(key=key, document={"n": 1}, version=7) if key.endswith("/kept") else None

    def put(self, collection: str, key: str, document: Any, expected: int | None) -> tuple[int | None, bool]:
        self._note("put", collection, key, document, expected)
        return (None, False) if expected == 9 else (8, expected == 0)

    def delete(self, collection: str, key: str, expected: int | None) -> bool:
        self._note("delete", collection, key, expected)
        return expected != 9


def ask(
    monkeypatch: pytest.MonkeyPatch, router: Router, method: str, name: str = "kept", body: Any = None, **headers: str
) -> tuple[int, Any, dict[str, str]]:
    monkeypatch.setattr(handler, "_router", lambda: router)
    event = {
        "httpMethod": method,
        "pathParameters": {"key": name},
        "headers": {name.replace("_", "-"): value for name, value in headers.items()},
        "requestContext": {"authorizer": {"tenant": "acme"}},
        "body": body if isinstance(body, str | None) else json.dumps(body),
    }
    answer = handler.handle(event, context())
    return answer["statusCode"], json.loads(answer["body"] or "null"), answer["headers"]


def kind(answer: tuple[int, Any, Any]) -> tuple[int, str]:
    return answer[0], answer[1]["type"].removeprefix("urn:groot:problem:records:")


def test_a_record_is_one_of_the_caller_s_tenant_and_tells_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    router = Router()
    status, document, headers = ask(monkeypatch, router, "GET")
    assert (status, document, headers["ETag"]) == (200, {"n": 1}, '"7"')
    assert router.asked == [("get", "records", "acme/kept")]
    assert kind(ask(monkeypatch, router, "GET", "never")) == (404, "unknown-record")


def test_a_version_that_must_be_there_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    router = Router()
    assert ask(monkeypatch, router, "PUT", body={"n": 2})[:2] == (200, {"key": "kept", "version": 8})
    assert ask(monkeypatch, router, "PUT", body={}, if_none_match="*")[0] == 201
    assert ask(monkeypatch, router, "PUT", body={}, IF_MATCH='"7"')[0] == 200
    assert ask(monkeypatch, router, "DELETE")[:2] == (204, None)
    assert ask(monkeypatch, router, "DELETE", if_match='"7"')[0] == 204
    assert [asked[-1] for asked in router.asked] == [None, 0, 7, None, 7]
    assert kind(ask(monkeypatch, router, "PUT", body={}, if_match='"9"')) == (412, "changed")
    assert kind(ask(monkeypatch, router, "DELETE", if_match='"9"')) == (412, "changed")
    assert kind(ask(monkeypatch, router, "PUT", body={}, if_match='"7"', if_none_match="*")) == (412, "changed")


@pytest.mark.parametrize(
    "headers",
    [
        {"if_match": "*"},
        {"if_match": "7"},
        {"if_match": '"0"'},
        {"if_match": 'W/"7"'},
        {"if_match": '"7", "8"'},
        {"if_match": ""},
        {"if_none_match": '"7"'},
    ],
    ids=str,
)
def test_a_condition_that_is_not_understood_is_refused_and_not_passed_over(
    headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    router = Router()
    for method in ("PUT", "DELETE"):
        assert kind(ask(monkeypatch, router, method, body={}, **headers)) == (400, "malformed")
    assert router.asked == []


@pytest.mark.parametrize("body", [None, "", "{", "[]", "null", "1", '{"n": NaN}', '{"n": 1e999}', "[" * 100_000])
def test_what_is_no_object_of_json_is_refused(body: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    router = Router()
    assert kind(ask(monkeypatch, router, "PUT", body=body)) == (400, "malformed")
    assert router.asked == []


@pytest.mark.parametrize("name", ["", "a" * 201, "a/b", "../b", "a b", "é", "'--", "\x00", "a\n"], ids=repr)
def test_a_name_that_could_be_another_tenant_s_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    router = Router()
    for method in ("GET", "PUT", "DELETE"):
        assert kind(ask(monkeypatch, router, method, name, body={})) == (400, "malformed")
    assert router.asked == []


def test_a_document_that_is_too_large_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kind(ask(monkeypatch, Router(), "PUT", body={"n": "x" * 300_000})) == (413, "too-large")
    assert ask(monkeypatch, Router(), "PUT", body={"n": "x" * 200_000})[0] == 200


def test_a_body_that_the_gateway_encoded_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    router = Router()
    monkeypatch.setattr(handler, "_router", lambda: router)
    event = {
        "httpMethod": "PUT",
        "pathParameters": {"key": "kept"},
        "requestContext": {"authorizer": {"tenant": "acme"}},
        "body": base64.b64encode(b'{"n": 3}').decode(),
        "isBase64Encoded": True,
    }
    assert handler.handle(event, context())["statusCode"] == 200
    assert router.asked == [("put", "records", "acme/kept", {"n": 3}, None)]


@pytest.mark.parametrize(
    ("fault", "status", "problem"),
    [
        (shard_errors.UnavailableError("shard-007", CANARY), 503, "unavailable"),
        (shard_errors.NotOwnerError("shard-007", 1, CANARY, 3), 503, "unavailable"),
        (shard_errors.MapError(CANARY), 503, "unavailable"),
        (shard_errors.UnknownOutcomeError("shard-007", CANARY), 503, "unknown-outcome"),
        (shard_errors.RefusedError(CANARY), 422, "unfit"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_goes_wrong_behind_is_for_the_log_and_not_for_callers(
    fault: Exception, status: int, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = logged(handler.LOG, monkeypatch)
    answer = ask(monkeypatch, Router(fault), "PUT", body={"secret": "of a person"})
    assert kind(answer) == (status, problem)
    told = json.dumps(answer)
    assert not [word for word in ("shard-007", "10.1.2.3", "password") if word in told]
    assert (CANARY in lines.getvalue()) == (status == 503)
    assert "of a person" not in lines.getvalue()


def test_without_a_server_callers_are_told_which_package_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    words = "PostgreSQL is not installed; records need it: apt install postgresql"
    answer = ask(monkeypatch, Router(shard_errors.NoServerError("shard-000", words)), "GET")
    assert (kind(answer), answer[1]["detail"]) == ((503, "unavailable"), words)

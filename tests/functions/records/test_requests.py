"""What a request for a record means, and what callers are told of what goes wrong behind."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from functions._shared import shard_errors
from functions._shared.shard_query import Record
from functions.consent.core import Consents
from functions.consent.purposes import read
from functions.consent.standing import following
from functions.records import handler, wiring
from functions.records.marks import FRESH_SECONDS, Marks
from governance.for_purposes import purposes
from governance.loading import load
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
        subjects = {"acme/bob": {"bob": ["/a,b", "/ä"]}, "acme/eve": {"eve": []}, "acme/kept": {}}
        return Record(key=key, document={"n": 1}, version=7, subjects=subjects[key]) if key in subjects else None

    def put(
        self, collection: str, key: str, document: Any, expected: int | None, subjects: Any
    ) -> tuple[int | None, bool]:
        self._note("put", collection, key, document, subjects, expected)
        return (None, False) if expected == 9 else (8, expected == 0)

    def delete(self, collection: str, key: str, expected: int | None) -> bool:
        self._note("delete", collection, key, expected)
        return expected != 9


class Table:
    """Knows who is restricted, or doesn't answer."""

    def __init__(self, *restricted: str) -> None:
        self.restricted, self.asked, self.is_down = {*restricted}, 0, False

    def get_item(self, Key: Any, **asked: Any) -> Any:  # noqa: N803 - as boto3 calls it
        self.asked += 1
        assert asked["ProjectionExpression"] == "subject, restricted", "the role may read no more"
        if self.is_down:
            raise EndpointConnectionError(endpoint_url="")
        who = Key["subject"]["S"]
        return {"Item": {"subject": {"S": who}, "restricted": {"BOOL": True}}} if who in self.restricted else {}


class Register:
    """Knows that bob agreed to offers, or doesn't answer."""

    is_down = False

    def now(self) -> datetime:
        return datetime(2026, 3, 1, tzinfo=UTC)

    def decisions(self, subject: str, purpose: str) -> Any:
        if self.is_down:
            raise EndpointConnectionError(endpoint_url="")
        given = following([], "eu-west-1", given=True, at="")
        return {"offers": [given]} if (subject, purpose) == ("bob", "offers") else {}


REGISTER: Any = Register()
CONSENTS = Consents(REGISTER, read(purposes(load())))
MARKS = Marks(Table("ann"), "keys", lambda: 0.0)


def ask(
    monkeypatch: pytest.MonkeyPatch, router: Router, method: str, name: str = "kept", body: Any = None, **headers: str
) -> tuple[int, Any, dict[str, str]]:
    monkeypatch.setattr(wiring, "router", lambda: router)
    monkeypatch.setattr(wiring, "marks", lambda: MARKS)
    monkeypatch.setattr(wiring.register, "consents", lambda: CONSENTS)
    event = {
        "httpMethod": method,
        "pathParameters": {"key": name},
        "headers": {name.replace("_", "-"): value for name, value in headers.items()},
        "requestContext": {"authorizer": {"tenant": "acme", "scope": "purpose:offers purpose:legal-claims"}},
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
    monkeypatch.setattr(wiring, "router", lambda: router)
    monkeypatch.setattr(wiring, "marks", lambda: MARKS)
    monkeypatch.setattr(wiring.register, "consents", lambda: CONSENTS)
    event = {
        "httpMethod": "PUT",
        "pathParameters": {"key": "kept"},
        "requestContext": {"authorizer": {"tenant": "acme"}},
        "body": base64.b64encode(b'{"n": 3}').decode(),
        "isBase64Encoded": True,
    }
    assert handler.handle(event, context())["statusCode"] == 200
    assert router.asked == [("put", "records", "acme/kept", {"n": 3}, None, None)]


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


def test_a_record_tells_whom_it_speaks_of_as_it_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    router, document = Router(), {"a,b": 1, "ä": [{"x": 1}]}
    headers = {"groot_subjects": "bob=/a%2Cb,  ann=/%C3%A4/0/x,bob=/%C3%A4"}
    assert ask(monkeypatch, router, "PUT", body=document, **headers)[0] == 200
    assert router.asked[-1][4] == {"bob": ["/a,b", "/ä"], "ann": ["/ä/0/x"]}
    assert ask(monkeypatch, router, "GET", "bob")[2]["Groot-Subjects"] == "bob=/a%2Cb, bob=/%C3%A4"
    assert "Groot-Subjects" not in ask(monkeypatch, router, "GET")[2]


def test_a_header_that_stands_twice_forgets_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    router = Router()
    monkeypatch.setattr(wiring, "router", lambda: router)
    monkeypatch.setattr(wiring, "marks", lambda: MARKS)
    monkeypatch.setattr(wiring.register, "consents", lambda: CONSENTS)
    event = {
        "httpMethod": "PUT",
        "pathParameters": {"key": "kept"},
        "headers": {"Groot-Subjects": "bob=/b"},
        "multiValueHeaders": {"Groot-Subjects": ["ann=/a", "bob=/b"]},
        "requestContext": {"authorizer": {"tenant": "acme"}},
        "body": '{"a": 1, "b": 2}',
    }
    assert handler.handle(event, context())["statusCode"] == 200
    assert router.asked[-1][4] == {"ann": ["/a"], "bob": ["/b"]}


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ("", "malformed"),
        ("ann,", "malformed"),
        ("ann'--", "malformed"),
        ("ann=mail", "malformed"),
        ("ann=/a b", "malformed"),
        ("ann=/%ff", "malformed"),
        ("ann=/%FF", "malformed"),
        ("a" * 201, "malformed"),
        (",".join(["ann=/mail"] * 101), "malformed"),
        ("ann=/nowhere", "unfit"),
        ("ann=/list/1", "unfit"),
        ("ann=/list/00", "unfit"),
        ("ann=/list/-", "unfit"),
        ("ann=/mail/x", "unfit"),
        ("ann, bob", "unfit"),
        ("ann=/mail, bob", "unfit"),
    ],
)
def test_people_who_are_not_told_whole_are_refused_and_not_repeated(
    told: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    router = Router()
    answer = ask(monkeypatch, router, "PUT", body={"mail": "x", "list": [1]}, **{"Groot-Subjects": told})
    assert kind(answer) == ({"malformed": 400, "unfit": 422}[problem], problem)
    assert router.asked == []
    assert "ann" not in answer[1]["detail"]


def test_what_speaks_of_somebody_restricted_is_not_read_until_the_mark_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    now, table = [0.0], Table("bob")
    marks = Marks(table, "keys", lambda: now[0])

    def fetched(name: str, **headers: str) -> tuple[int, Any, dict[str, str]]:
        return ask(monkeypatch, Router(), "GET", name, **headers)

    monkeypatch.setattr(f"{__name__}.MARKS", marks)
    assert kind(fetched("bob")) == (403, "restricted")
    assert (fetched("kept")[0], table.asked) == (200, 1)
    table.restricted.clear()
    assert fetched("bob")[0] == 403
    now[0] += FRESH_SECONDS
    assert (fetched("bob")[0], table.asked) == (200, 2)
    now[0] += FRESH_SECONDS
    table.is_down = True
    assert kind(fetched("bob")) == (503, "unavailable"), "not read while nobody knows"
    assert fetched("bob", groot_purpose="legal-claims")[0] == 200, "a restriction leaves that open (Art. 18(2))"


def test_a_record_is_read_for_what_the_person_agreed_to_and_the_token_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.MARKS", Marks(Table(), "keys", lambda: 0.0))

    def fetched(name: str, purpose: str, **headers: str) -> tuple[int, str]:
        answer = ask(monkeypatch, Router(), "GET", name, groot_purpose=purpose, **headers)
        return answer[0], (answer[1] or {}).get("type", "").rpartition("problem:")[2]

    assert fetched("bob", "offers") == (200, "")
    assert fetched("eve", "offers") == (403, "consents:refused")
    assert fetched("kept", "offers") == (200, ""), "it speaks of nobody"
    assert fetched("bob", "sharing") == (403, "consents:refused"), "the token does not have it"
    assert fetched("bob", "of-nothing") == (404, "consents:unknown")
    monkeypatch.setattr(REGISTER, "is_down", True)
    assert fetched("bob", "offers") == (503, "records:unavailable"), "not read while nobody knows"
    assert fetched("eve", "records-of-clients") == (200, "")

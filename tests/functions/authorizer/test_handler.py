"""What a gateway hands over, what it is answered, and what the decision log then says."""

import json
import time
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import pytest

from components.foundation.key_set import key_set
from functions.authorizer import handler
from functions.authorizer.log import START, Log, digest
from tests.functions.authorizer.making import (
    CLAIMS,
    DEVICE,
    HOLDER_KEY,
    HOST,
    KEY,
    OTHER_KEY,
    event,
    pem,
    proof,
    thumbprint,
    token,
)
from tests.functions.calls import context

Lines = Callable[[], list[dict[str, Any]]]
CANARIES = ("ann@example.com", "SECRET", "eyJ", "8.8.8.8", "/v1/records/a")


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Lines:
    """Return what reads the lines that the log has written so far; each is of one chain, and none has a canary."""
    known = {"TOKEN_ISSUER": HOST, "TOKEN_AUDIENCE": HOST, "TOKEN_KEY_SET": key_set({"now": pem(KEY)})}
    for name, value in known.items():
        monkeypatch.setenv(name, value)
    written: list[str] = []
    monkeypatch.setattr(handler.LOG, "_write", written.append)
    monkeypatch.setattr(handler.LOG, "_before", START)
    monkeypatch.setattr(handler.LOG, "_sequence", 0)
    handler._authorizer.cache_clear()

    def read() -> list[dict[str, Any]]:
        assert not [canary for canary in CANARIES if canary in "".join(written)]
        assert broken(written) is None
        return [json.loads(line) for line in written]

    return read


def broken(written: list[str]) -> int | None:
    """Return which of the lines, from 1, isn't the next of its chain, or None; as a reader of the log finds out."""
    texts = [line.removesuffix("\n") for line in written]
    expected = [START, *map(digest, texts)]
    for place, (text, before) in enumerate(zip(texts, expected, strict=False), 1):
        said = json.loads(text)
        if (said["sequence"], said["before"]) != (place, before):
            return place
    return None


def fresh(**claims: Any) -> str:
    now = int(time.time())
    return token(**{**CLAIMS, "iat": now, "exp": now + 600, **claims})


def refused(of: Mapping[str, Any]) -> None:
    with pytest.raises(Exception, match=r"^Unauthorized$") as raised:
        handler.handle(of, context())
    assert raised.value.__cause__ is None


@pytest.mark.parametrize(
    "given",
    [None, "", "Basic x", "Bearer SECRET.b.c", "Bearer", "Bearer  ", "DPoP SECRET", ["Bearer SECRET", "Bearer SECRET"]],
    ids=str,
)
def test_the_gateway_hears_one_word_and_the_log_the_reason_without_the_token(given: Any, lines: Lines) -> None:
    several = isinstance(given, list)
    refused(event(None if several else given, headers={"authorization": given} if several else {}))
    [line] = lines()
    assert (line["decision"], line["level"], line["function_request_id"]) == ("deny", "INFO", context().aws_request_id)
    assert line["refused"]


def test_a_caller_is_let_in_and_the_log_says_by_which_policy(lines: Lines) -> None:
    answer = handler.handle(event(f"bearer {fresh(device=DEVICE)}"), context())
    assert answer["policyDocument"]["Statement"][0]["Effect"] == "Allow"
    [line] = lines()
    assert (line["decision"], line["operation"]) == ("allow", "GET/v1/records/*")
    assert (line["policies"], line["conditions"], line["held_by"]) == (["records.read"], [], "bearer")


def test_a_request_that_the_answer_leaves_out_is_a_denial_in_the_log(lines: Lines) -> None:
    asked = event(f"Bearer {fresh()}", resource="/v1/streams/{id}", path="/v1/streams/SECRET")
    handler.handle(asked, context())
    handler.handle(event(f"Bearer {fresh()}", resource="/{proxy+}", path="/SECRET"), context())
    assert [(line["decision"], line["operation"]) for line in lines()] == [
        ("deny", "GET/v1/streams/*"),
        ("deny", "*/*"),
    ]


@pytest.mark.parametrize(
    "changes", [{"requestContext": None}, {"methodArn": None}, {"multiValueHeaders": {"Authorization": [5]}}], ids=str
)
def test_whatever_fails_lets_nobody_in(changes: dict[str, Any], lines: Lines) -> None:
    refused({**event(f"Bearer {fresh()}"), **changes})
    [line] = lines()
    assert (line["level"], line["decision"]) == ("ERROR", "deny")
    assert line["fault"].endswith("Error")


@pytest.mark.parametrize("name", ["TOKEN_KEY_SET", "TOKEN_ISSUER"])
def test_without_what_it_is_told_it_lets_nobody_in(name: str, lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(name)
    refused(event(f"Bearer {fresh()}"))
    assert lines()[0]["fault"] == "KeyError"


def test_two_keys_of_one_id_are_a_fault(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    both = [json.loads(key_set({"now": pem(key)}))["keys"][0] for key in (KEY, OTHER_KEY)]
    monkeypatch.setenv("TOKEN_KEY_SET", json.dumps({"keys": both}))
    refused(event(f"Bearer {fresh()}"))
    assert lines()[0]["fault"] == "ValueError"


def test_a_bound_token_is_taken_with_its_proof_once(lines: Lines) -> None:
    bound = fresh(cnf={"jkt": thumbprint(HOLDER_KEY)})
    shown = event(f"DPoP {bound}", headers={"dpop": proof(bound, iat=int(time.time()), jti="SECRET")})
    assert handler.handle(shown, context())["policyDocument"]["Statement"][0]["Effect"] == "Allow"
    refused(shown)
    first, second = lines()
    assert (first["held_by"], first["token"]) == ("dpop", first["token"])
    assert "before" in second["refused"]


def test_lines_are_chained_and_a_changed_a_missing_or_a_foreign_one_shows() -> None:
    written: list[str] = []
    log = Log("authorizer", written.append)
    for number in range(5):
        log.decision(decision="deny", number=number)
    assert broken(written) is None
    assert all(one != other for one, other in pairwise(written))
    assert broken([line.replace('"number":2', '"number":9') for line in written]) == 4
    assert broken([written[0], *written[2:]]) == 2
    other: list[str] = []
    Log("authorizer", other.append).decision(decision="allow")
    assert broken([*other, *written[1:]]) == 2
    assert json.loads(other[0])["environment"] != log.environment

"""The entries that Lambda calls, on tables of the data plane: requests as gateways send them, records as streams do."""

import base64
import json
from typing import Any

import jsonschema
import pytest

from functions.event_store import handler, wiring
from tests.conftest import ROOT
from tests.functions.calls import logged
from tests.functions.event_store.data_plane import Site
from tests.functions.event_store.entries import APPEND, CONTEXT, EVENT, PERSONAL, archived, get, post
from tests.functions.event_store.test_projections import Reader


def schema(name: str) -> dict[str, Any]:
    return json.loads((ROOT / "api" / "events" / f"{name}.schema.json").read_text())


def test_what_was_appended_is_read_as_the_contract_says(api: Site) -> None:
    jsonschema.Draft202012Validator(schema("append.v1")).validate(APPEND)
    status, receipt = post(APPEND)
    assert (status, receipt["last"]) == (201, 1)
    jsonschema.Draft202012Validator(schema("receipt.v1")).validate(receipt)
    status, page = get()
    assert (status, page["next"], page["events"][0]["data"]) == (200, None, EVENT["data"])
    jsonschema.Draft202012Validator(schema("envelope.v1")).validate(page["events"][0])
    wiring.store().forget("ann")
    _, page = get()
    jsonschema.Draft202012Validator(schema("envelope.v1")).validate(page["events"][0])
    assert page["events"][0]["data"] == {"name": {"$forgotten": {"subject": "ann"}}}


def test_pages_go_both_ways(api: Site) -> None:
    post({**APPEND, "events": [EVENT] * 3})
    assert [e["version"] for e in get(**{"from": "2", "limit": "1"})[1]["events"]] == [2]
    assert [e["version"] for e in get(backward="true", limit="2")[1]["events"]] == [3, 2]


def test_a_refusal_is_a_problem_with_a_stable_type(api: Site) -> None:
    post(APPEND)
    status, problem = post({**APPEND, "commit_id": "b"})
    assert status == problem["status"] == 409
    assert problem["type"] == "urn:groot:problem:events:version-conflict"
    assert problem["current"] == 1
    assert get("nobody")[0] == 404


def test_what_is_well_formed_and_does_not_fit_has_a_type_of_its_own(api: Site) -> None:
    status, problem = post({**APPEND, "events": [{**EVENT, "data": {"other": "x"}}]})
    assert (status, problem["type"]) == (422, "urn:groot:problem:events:unfit")


def test_a_store_that_does_not_answer_is_told_as_such(api: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENTS", "CANARY-nowhere")
    lines = logged(wiring.LOG, monkeypatch)
    status, problem = post(APPEND)
    assert (status, problem["type"]) == (503, "urn:groot:problem:events:unavailable")
    assert json.loads(lines.getvalue())["fault"].endswith(": ResourceNotFoundException")
    assert "CANARY" not in lines.getvalue()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[",
        "[]",
        "null",
        "7",
        "[" * 100_000,
        {},
        {**APPEND, "expected_version": True},
        {**APPEND, "expected_version": -1},
        {**APPEND, "expected_version": 10**400},
        {**APPEND, "events": []},
        {**APPEND, "events": [7]},
        {**APPEND, "events": [{**EVENT, "personal": 7}]},
        {**APPEND, "events": [{**EVENT, "personal": [7]}]},
        {**APPEND, "events": [{**EVENT, "personal": [{"subject": "ann", "pointers": [7]}]}]},
        {**APPEND, "events": [{**EVENT, "data": []}]},
        {**APPEND, "events": [{**EVENT, "schema": 0}]},
        {**APPEND, "events": [EVENT] * 1_001},
        {**APPEND, "commit_id": "' OR '1'='1"},
        {**APPEND, "more": 1},
        {**APPEND, "events": [{**EVENT, "personell": PERSONAL}]},
        json.dumps(APPEND).replace('"CANARY-Ann"', "NaN"),
        json.dumps(APPEND).replace("CANARY-Ann", "\\ud800"),
    ],
)
def test_a_malformed_append_is_refused_and_none_of_it_repeated(
    api: Site, body: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    status, problem = post(body)
    assert (status, problem["type"]) == (400, "urn:groot:problem:events:malformed")
    assert "CANARY" not in json.dumps(problem) + "".join(capsys.readouterr())
    assert get()[0] == 404


def test_a_body_may_come_as_base64(api: Site) -> None:
    text = base64.b64encode(json.dumps(APPEND).encode()).decode()
    assert post(text, isBase64Encoded=True)[0] == 201
    assert post("ä", isBase64Encoded=True)[0] == 400


@pytest.mark.parametrize(
    "query", [{"from": "0"}, {"from": "x"}, {"limit": "1001"}, {"backward": "1"}, {"where": "1"}, {"from": "9" * 99}]
)
def test_a_malformed_query_is_refused(api: Site, query: dict[str, str]) -> None:
    post(APPEND)
    assert get(**query)[0] == 400


def test_the_stream_leads_to_summaries_and_to_the_archive(api: Site) -> None:
    left = {"type": "Left", "schema": 1, "data": {}}
    post({**APPEND, "events": [EVENT, EVENT, left, EVENT]})
    records = Reader(api).records()
    assert handler.stream({"Records": records}, CONTEXT) == {"batchItemFailures": []}
    assert Reader(api).seen() == {"s": (4, 4, 1)}
    found = archived(api)
    assert {key: [line["version"] for line in lines] for key, lines in found.items()} == {
        "Named": [1, 2, 4],
        "Left": [3],
    }
    assert "CANARY" not in json.dumps(found)
    lines = [line for lines in found.values() for line in lines]
    for line in lines:
        jsonschema.Draft202012Validator(schema("archived.v1")).validate(line)


def test_what_the_archive_does_not_take_comes_again(api: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    post(APPEND)
    post({**APPEND, "expected_version": 1, "commit_id": "b"})
    monkeypatch.setenv("ARCHIVE", "nowhere")
    failed = handler.stream({"Records": Reader(api).records()}, CONTEXT)["batchItemFailures"]
    assert len(failed) == 2
    assert Reader(api).seen() == {"s": (2, 2, 2)}, "the projections go on"


@pytest.mark.parametrize("name", ["append.v1", "receipt.v1", "envelope.v1", "archived.v1"])
def test_schemas_are_schemas(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize(
    "wrong",
    [{"commit_id": "a#b"}, {"events": []}, {"expected_version": -1}, {"events": [{**EVENT, "extra": 1}]}, {"more": 1}],
)
def test_the_contract_refuses_what_the_store_refuses(wrong: dict[str, Any]) -> None:
    assert not jsonschema.Draft202012Validator(schema("append.v1")).is_valid({**APPEND, **wrong})


def test_the_archive_s_contract_knows_a_sealed_field_from_an_open_one() -> None:
    validator = jsonschema.Draft202012Validator(schema("archived.v1"))
    line = {"stream": "s", "version": 1, "type": "X", "schema": 1, "commit_id": "a", "partition": 0, "position": 1}
    line |= {"epoch": 1, "recorded_ms": 0}
    field = {"$sealed": {"subject": "ann", "at": "0" * 32, "value": "AA=="}}
    assert validator.is_valid({**line, "data": {"x": [field]}})
    assert not validator.is_valid({**line, "data": {"x": [{"$sealed": {"subject": "ann"}}]}})

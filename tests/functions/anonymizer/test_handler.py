"""The function as Lambda calls it, with keys of moto's KMS and Comprehend's own model of what it takes and answers."""

import json
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from moto import mock_aws

from functions.anonymizer import wiring
from functions.anonymizer.errors import AnonymizerError, DisclosingError, MalformedError, UnfitError
from functions.anonymizer.handler import LOG, handle
from tests.functions.calls import context, logged

CONTEXT = context()
PEOPLE = [
    {
        "id": at,
        "email": f"Person{at}@example.org",
        "phone": f"+1 212-555-{at:04}",
        "age": 20 + at,
        "note": {"said": [f"call me at 212-555-{at:04} or person{at}@example.org", at]},
        "illness": "flu" if at % 2 else "cold",
        "secret": f"secret-{at}",
    }
    for at in range(10)
]
FIELDS = {
    "email": "token",
    "phone": "format",
    "age": {"rungs": ["exact", 2, 10, "*"]},
    "note": "keep",
    "illness": "keep",
    "id": "drop",
}
EVENT = {
    "purpose": "churn",
    "fields": FIELDS,
    "sensitive": ["illness"],
    "limits": {"k": 2, "l": 2, "t": 0.5},
    "records": PEOPLE,
}


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in {
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "a",
    }.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        made = boto3.client("kms").create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
        monkeypatch.setenv("TOKEN_KEY", made["KeyMetadata"]["Arn"])
        yield


def asked(**given: Any) -> dict[str, Any]:
    return handle({**EVENT, **given}, CONTEXT)


def test_nothing_personal_comes_out_and_the_rest_does(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = logged(LOG, monkeypatch)
    result = asked()
    told = json.dumps(result) + lines.getvalue()
    assert '"records":10' in told
    for person in PEOPLE:
        for planted in (
            person["email"],
            person["email"].lower(),
            person["phone"],
            person["phone"][3:],
            person["secret"],
        ):
            assert planted not in told
    assert [record["illness"] for record in result["records"]] == [person["illness"] for person in PEOPLE]
    assert [record["note"]["said"][1] for record in result["records"]] == list(range(10))
    assert {record["age"] for record in result["records"]} == {f"{low}-{low + 2}" for low in range(20, 30, 2)}
    assert result["disclosure"] == {"k": 2, "l": 2, "t": 0.0}
    assert result["rungs"] == {"age": 2}
    assert result["found"] == {"phone": 10, "email": 10}
    assert result["dropped_fields"] == 2
    assert result["names"] == "not looked for"


def test_the_same_person_is_the_same_within_a_purpose_and_another_in_another() -> None:
    first, again, other = asked()["records"], asked()["records"], asked(purpose="billing")["records"]
    assert first == again
    assert len({record["email"] for record in (*first, *other)}) == 2 * len(PEOPLE)
    assert not {record["phone"] for record in first} & {record["phone"] for record in other}


def test_an_address_in_text_has_the_token_that_it_has_however_it_is_written() -> None:
    records = [{"note": "a@example.org"}, {"note": "A@EXAMPLE.ORG"}, {"note": "b@example.org"}]
    notes = [
        each["note"]
        for each in handle({"purpose": "p", "fields": {"note": "keep"}, "records": records}, CONTEXT)["records"]
    ]
    assert notes[0] == notes[1] != notes[2]


def test_digits_keep_their_format() -> None:
    for record, person in zip(asked()["records"], PEOPLE, strict=True):
        shape = ["9" if each.isdigit() else each for each in person["phone"]]
        assert ["9" if each.isdigit() else each for each in record["phone"]] == shape


def test_names_are_those_that_comprehend_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    comprehend = boto3.client("comprehend")
    text = "Zoë Łuk met Ann, ann@example.org"
    found = [
        {"Score": 0.99, "Type": "NAME", "BeginOffset": 0, "EndOffset": 7},
        {"Score": 0.99, "Type": "NAME", "BeginOffset": 12, "EndOffset": 15},
    ]
    with Stubber(comprehend) as stub:
        stub.add_response("detect_pii_entities", {"Entities": found}, {"Text": text, "LanguageCode": "en"})
        clients = {"kms": boto3.client("kms"), "comprehend": comprehend}
        monkeypatch.setattr(wiring, "boto3", SimpleNamespace(client=clients.__getitem__))
        result = handle({"purpose": "p", "fields": {"note": "prose"}, "records": [{"note": text}]}, CONTEXT)
    note = result["records"][0]["note"]
    assert "Zoë" not in note
    assert "Łuk" not in note
    assert "Ann" not in note
    assert " met name_" in note
    assert result["names"] == "looked for"
    assert result["found"] == {"name": 2, "email": 1}


@pytest.mark.parametrize(
    ("given", "fault", "told"),
    [
        ({"purpose": " "}, MalformedError, "purpose: "),
        ({"extra": 1}, MalformedError, "the request may have "),
        ({"fields": {}}, MalformedError, "fields: "),
        ({"fields": {**FIELDS, "email": "hash"}}, MalformedError, r"fields\.email: "),
        ({"fields": {**FIELDS, "age": {"rungs": [0]}}}, MalformedError, r"fields\.age: "),
        ({"fields": {**FIELDS, "age": {"rungs": [True]}}}, MalformedError, r"fields\.age: "),
        ({"records": {}}, MalformedError, "records: "),
        ({"records": [{}] * 10_001}, MalformedError, "records: 10001, of 10000"),
        ({"sensitive": ["secret"]}, MalformedError, "sensitive: "),
        ({"limits": {"k": 0}}, MalformedError, "limits: "),
        ({"limits": {"k": 2, "t": 2}}, MalformedError, "limits: "),
        ({"limits": {"l": 2}}, MalformedError, "limits: "),
        ({"language": "de"}, MalformedError, "language: "),
        ({"limits": {"k": 11}}, DisclosingError, "k = 11"),
        ({"records": [{**PEOPLE[0], "age": None}]}, UnfitError, "record 0: age"),
        ({"records": [{**PEOPLE[0], "phone": "ring me"}]}, UnfitError, "phone: something else than digits"),
        ({"records": [{**PEOPLE[0], "phone": "123"}]}, UnfitError, "phone: 3 digits"),
        ({"records": [{**PEOPLE[0], "phone": 12345678}]}, UnfitError, "record 0: phone"),
        ({"records": [{**PEOPLE[0], "illness": ["a"]}]}, UnfitError, "record 0: illness"),
    ],
)
def test_what_cant_be_done_is_one_line_that_repeats_nothing_of_anybody(
    given: Mapping[str, Any], fault: type[AnonymizerError], told: str
) -> None:
    with pytest.raises(fault, match=told) as refused:
        asked(**given)
    assert "ring me" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_field_that_nobody_speaks_of_is_dropped_whatever_it_holds() -> None:
    result = handle(
        {"purpose": "p", "fields": {"a": "keep"}, "records": [{"a": 1, "b": {"deep": "x@example.org"}}]}, CONTEXT
    )
    assert result["records"] == [{"a": 1}]


def test_a_number_that_is_a_card_is_found_though_it_is_no_text() -> None:
    result = handle(
        {
            "purpose": "p",
            "fields": {"a": "keep"},
            "records": [{"a": {"4111111111111111": 4111111111111111, "n": 12.5}}],
        },
        CONTEXT,
    )
    assert "4111111111111111" not in json.dumps(result)
    assert result["records"][0]["a"]["n"] == 12.5

"""Who calls is who AWS says, of this call, and nobody else."""

from collections.abc import Mapping
from typing import Any

import pytest

from functions.elevation.caller import BODY, DIGEST, Person, caller, digest, person
from functions.elevation.errors import NotProvenError

ACCOUNT = "123456789012"
ARN = f"arn:aws:sts::{ACCOUNT}:assumed-role/AWSReservedSSO_Engineers_0123456789abcdef/Ann@example.com"
SIGNED = "content-type;host;x-amz-date;x-groot-digest"
PROOF = {
    "authorization": f"AWS4-HMAC-SHA256 Credential=AKIA/20260105/us-east-1/sts/aws4_request, SignedHeaders={SIGNED}, "
    f"Signature={'0' * 64}",
    "x-amz-date": "20260105T090000Z",
    "x-amz-security-token": "token",
}
CALL = {"do": "approve", "request": "0" * 16}


def sent(call: Mapping[str, Any]) -> tuple[dict[str, str], str, Person]:
    heard: list[tuple[Mapping[str, str], str]] = []

    def send(headers: Mapping[str, str], body: str) -> str:
        heard.append((headers, body))
        return ARN

    who = caller(call, "elevation", ACCOUNT, send)
    [(headers, body)] = heard
    return dict(headers), body, who


def test_what_is_sent_is_fixed_but_for_the_signature() -> None:
    forged = {**PROOF, "host": "evil.example", DIGEST: "f" * 64, "x-amz-target": "other", "accept": "application/json"}
    headers, body, who = sent({**CALL, "proof": forged})
    assert who == Person(name="ann@example.com", group="Engineers")
    assert body == BODY
    assert set(headers) == {*PROOF, "content-type", DIGEST}
    assert headers[DIGEST] == digest(CALL, "elevation")


def test_a_signature_is_over_one_call_to_one_function() -> None:
    found = {digest(CALL, "elevation"), digest({**CALL, "do": "revoke"}, "elevation"), digest(CALL, "another")}
    assert len(found) == 3
    assert digest({**CALL, "proof": PROOF}, "elevation") == digest(CALL, "elevation")


@pytest.mark.parametrize(
    "proof",
    [
        None,
        "text",
        {},
        {**PROOF, "x-amz-security-token": 7},
        {**PROOF, "authorization": PROOF["authorization"].replace(f";{DIGEST}", "")},
        {**PROOF, "authorization": PROOF["authorization"].replace("host;", "")},
        {**PROOF, "authorization": PROOF["authorization"] + "\r\nhost: evil.example"},
        {**PROOF, "authorization": "Bearer token"},
    ],
)
def test_what_proves_nothing_is_not_sent(proof: Any) -> None:
    with pytest.raises(NotProvenError):
        caller({**CALL, "proof": proof}, "elevation", ACCOUNT, lambda _headers, _body: pytest.fail("it was sent"))


@pytest.mark.parametrize(
    "arn",
    [
        "",
        ARN.replace(ACCOUNT, "210987654321"),
        f"arn:aws:iam::{ACCOUNT}:user/ann@example.com",
        f"arn:aws:iam::{ACCOUNT}:root",
        f"arn:aws:sts::{ACCOUNT}:assumed-role/deploy/ann@example.com",
        ARN.replace("0123456789abcdef", "anything"),
        ARN + "/more",
        ARN + "\n",
    ],
)
def test_only_people_of_the_directory_are_somebody(arn: str) -> None:
    with pytest.raises(NotProvenError):
        person(arn, ACCOUNT)


def test_case_makes_nobody_another() -> None:
    assert person(ARN, ACCOUNT) == person(ARN.replace("Ann", "ANN"), ACCOUNT)

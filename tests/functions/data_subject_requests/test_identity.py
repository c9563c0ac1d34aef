"""Proofs are tokens of the operator's identity service, for the very person, to the level that the kind asks for."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256

from functions.authorizer.token import Issuer
from functions.data_subject_requests.errors import NotProvenError
from functions.data_subject_requests.identity import Identities
from functions.data_subject_requests.kinds import Kind, kind, kinds

NOW = 1_800_000_000
AUDIENCE = "https://api.example.com/data-subject-requests"
ERASURE, RESTRICTION = kind("gdpr-erasure"), kind("gdpr-restriction")


KEY = ec.generate_private_key(ec.SECP256R1())
IDENTITIES = Identities(issuer=Issuer(name="https://api.example.com", audience=AUDIENCE, keys={"k1": KEY.public_key()}))


def encoded(part: bytes | Mapping[str, Any]) -> str:
    content = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def proof(subject: str, level: str = "reasonably-high", *, key: Any = KEY, **claims: Any) -> str:
    said = {
        "iss": "https://api.example.com",
        "aud": AUDIENCE,
        "sub": subject,
        "acr": level,
        "nonce": "r1",
        "iat": NOW,
        "exp": NOW + 60,
    }
    signed = f"{encoded({'alg': 'ES256', 'kid': 'k1'})}.{encoded(said | claims)}"
    digest = hashlib.sha256(signed.encode()).digest()
    numbers = utils.decode_dss_signature(key.sign(digest, ec.ECDSA(utils.Prehashed(SHA256()))))
    return f"{signed}.{encoded(b''.join(each.to_bytes(32, 'big') for each in numbers))}"


def by_agent(of: Kind, *proofs: str, subjects: tuple[str, ...] = ("ann",)) -> bool:
    return IDENTITIES.by_agent("r1", of, subjects, proofs, NOW)


def test_a_person_is_taken_for_who_they_are_shown_to_be() -> None:
    assert by_agent(ERASURE, proof("ann")) is False
    assert by_agent(RESTRICTION, proof("ann", "reasonable")) is False
    assert by_agent(ERASURE, proof("ann"), proof("ann-2"), subjects=("ann", "ann-2")) is False


@pytest.mark.parametrize("of", [each for each in kinds().values() if each.level != "none"], ids=lambda each: each.name)
def test_every_kind_that_needs_a_proof_needs_one(of: Kind) -> None:
    with pytest.raises(NotProvenError, match="no proof speaks of it"):
        by_agent(of)


def test_a_choice_needs_none() -> None:
    assert by_agent(kind("ccpa-opt-out")) is False


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (proof("ann", key=ec.generate_private_key(ec.SECP256R1())), "its signature is not valid"),
        (proof("bob"), "subject 1: no proof speaks of it"),
        (proof("ann", "reasonable"), "gdpr-erasure needs the level reasonably-high"),
        (proof("ann", "very"), "gdpr-erasure needs the level reasonably-high"),
        (proof("ann", acr=["reasonably-high"]), "gdpr-erasure needs the level"),
        (proof("ann", aud="https://api.example.com"), "meant for somebody else"),
        (proof("ann", nonce="r2"), "its nonce is another request's"),
        (proof("ann", exp=NOW - 3_600, iat=NOW - 3_700), "it has expired"),
        (proof("ann", act={"sub": "agent"}), "an agent needs signed-permission or power-of-attorney"),
        (proof("ann", act={"sub": ""}, permission="power-of-attorney"), "act names no agent"),
        (proof("ann", "none", act={"sub": "agent"}, permission="signed-permission"), "needs the level"),
        ("a.b.c", "a part is no base64url"),
        ("", "a part is no JSON"),
    ],
)
def test_what_shows_nothing_is_refused_and_names_nobody(given: str, told: str) -> None:
    with pytest.raises(NotProvenError, match=told) as refusal:
        by_agent(ERASURE, given)
    assert "ann" not in str(refusal.value)


def test_a_person_of_two_names_shows_both() -> None:
    with pytest.raises(NotProvenError, match="subject 2: no proof speaks of it"):
        by_agent(ERASURE, proof("ann"), subjects=("ann", "ann-2"))


def test_an_agent_acts_by_what_the_person_signed_or_by_a_power_of_attorney() -> None:
    agent = {"sub": "agent"}
    assert by_agent(ERASURE, proof("ann", act=agent, permission="signed-permission")) is True
    assert by_agent(ERASURE, proof("ann", "none", act=agent, permission="power-of-attorney")) is True

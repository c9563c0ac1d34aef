"""A token that is bound is of use to its holder alone (RFC 9449; RFC 8705)."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from functions.authorizer.errors import RefusedError
from functions.authorizer.proof import digest_of_key
from functions.authorizer.request import read
from functions.authorizer.seen import Seen
from tests.functions.authorizer.making import (
    HOLDER_KEY,
    HOST,
    NOW,
    OTHER_KEY,
    POLICIES,
    Key,
    authorizer,
    encoded,
    event,
    jwk,
    proof,
    thumbprint,
    token,
)

BOUND = token(cnf={"jkt": thumbprint(HOLDER_KEY)})


def held(given: str, *, now: float = NOW, own: Any = None, **request: Any) -> str:
    return (own or authorizer()).decide(read(event(given, **request), POLICIES.operations), now).held_by


def shown(changes: Mapping[str, Any] = {}, **request: Any) -> str:
    return held(f"DPoP {BOUND}", headers={"DPoP": proof(BOUND, **changes)}, **request)


def test_a_proof_of_this_request_by_the_holder_s_key_is_taken() -> None:
    assert shown() == "dpop"
    assert shown({"htu": f"{HOST.upper().replace('HTTPS', 'https')}:443/v1/records/%61?x=1#y"}) == "dpop"
    assert shown({"iat": NOW - 60}) == "dpop"


@pytest.mark.parametrize(
    "changes",
    [
        {"htm": "PUT"},
        {"htm": "get"},
        {"htm": None},
        {"htu": f"{HOST}/v1/records/b"},
        {"htu": f"{HOST}/v1/records/a/"},
        {"htu": f"{HOST}/v1/records/%2561"},
        {"htu": "http://api.example.com/v1/records/a"},
        {"htu": f"{HOST}:8443/v1/records/a"},
        {"htu": f"{HOST}.example.net/v1/records/a"},
        {"htu": "https://[/v1/records/a"},
        {"htu": None},
        {"htu": ["a"]},
        {"iat": NOW - 61},
        {"iat": NOW + 61},
        {"iat": None},
        {"iat": 10**400},
        {"ath": None},
        {"ath": encoded(hashlib.sha256(b"another").digest())},
        {"jti": None},
        {"jti": ""},
        {"jti": 5},
        {"jti": "x" * 129},
        {"key": OTHER_KEY},
        {"header": {"typ": "JWT"}},
        {"header": {"typ": None}},
        {"header": {"alg": "none"}},
        {"header": {"alg": "HS256"}},
        {"header": {"jwk": None}},
        {"header": {"jwk": jwk(OTHER_KEY)}},
        {"header": {"jwk": {**jwk(HOLDER_KEY), "d": "AA"}}},
        {"header": {"jwk": {**jwk(HOLDER_KEY), "kty": "oct"}}},
    ],
    ids=lambda changes: str(changes)[:50],
)
def test_a_proof_of_anything_else_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        shown(changes)


def test_a_thumbprint_is_the_rfc_s() -> None:
    """The key of RFC 9449, section 4.1, whose thumbprint section 6.1 has."""
    key = {
        "kty": "EC",
        "x": "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",
        "y": "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA",
        "crv": "P-256",
    }
    assert digest_of_key(key) == "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"


def test_the_token_alone_is_worth_nothing() -> None:
    for given, headers in (
        (f"Bearer {BOUND}", {}),
        (f"Bearer {BOUND}", {"DPoP": proof(BOUND)}),
        (f"DPoP {BOUND}", {}),
        (f"DPoP {BOUND}", {"DPoP": []}),
        (f"DPoP {BOUND}", {"DPoP": [proof(BOUND), proof(BOUND, jti="2")]}),
    ):
        with pytest.raises(RefusedError, match=r"scheme|one proof"):
            held(given, headers=headers)


def test_a_bearer_s_token_is_not_made_better_by_a_proof() -> None:
    with pytest.raises(RefusedError, match="scheme"):
        held(f"DPoP {token()}", headers={"DPoP": proof(token())})


@pytest.mark.parametrize("cnf", [{}, None, "x", [], {"jwk": jwk(HOLDER_KEY)}, {"kid": "now"}, {"jkt": 5}])
def test_a_token_bound_to_something_else_is_refused(cnf: Any) -> None:
    given = token(cnf=cnf) if cnf is not None else token(cnf=[None])
    for scheme in ("Bearer", "DPoP"):
        with pytest.raises(RefusedError):
            held(f"{scheme} {given}", headers={"DPoP": proof(given)})


def test_a_proof_is_taken_once_while_it_could_be_taken() -> None:
    own = authorizer()
    late = proof(BOUND, iat=NOW + 60)
    assert held(f"DPoP {BOUND}", own=own, headers={"DPoP": late}) == "dpop"
    for now in (NOW, NOW + 60, NOW + 120):
        with pytest.raises(RefusedError, match="before"):
            held(f"DPoP {BOUND}", own=own, headers={"DPoP": late}, now=now)
    with pytest.raises(RefusedError, match="time"):
        held(f"DPoP {BOUND}", own=own, headers={"DPoP": late}, now=NOW + 121)
    assert held(f"DPoP {BOUND}", own=own, headers={"DPoP": proof(BOUND, jti="2")}) == "dpop"


def test_what_was_seen_is_forgotten_in_time_and_takes_no_more_than_its_room() -> None:
    seen = Seen(120, kept=2)
    assert seen.first("a", 0)
    assert seen.first("b", 60)
    assert not seen.first("c", 120), "rather nobody than the same twice"
    assert seen.first("c", 121)
    assert not seen.first("b", 121)


def certificate(key: Key) -> tuple[str, str]:
    """Return a certificate as PEM, and its thumbprint."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "partner")])
    now = datetime.fromtimestamp(NOW, UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    made = builder.sign(key, SHA256())
    return made.public_bytes(Encoding.PEM).decode(), encoded(made.fingerprint(SHA256()))


def test_a_token_of_a_certificate_is_taken_over_its_connection_alone() -> None:
    pem, bound = certificate(HOLDER_KEY)
    given = f"Bearer {token(cnf={'x5t#S256': bound})}"
    assert held(given, clientCert={"clientCertPem": pem}) == "mtls"
    identities: list[dict[str, Any]] = [
        {},
        {"clientCert": None},
        {"clientCert": {"clientCertPem": ""}},
        {"clientCert": {"clientCertPem": certificate(OTHER_KEY)[0]}},
        {"clientCert": {"clientCertPem": pem + pem}},
        {"clientCert": {"clientCertPem": "-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----"}},
    ]
    for identity in identities:
        with pytest.raises(RefusedError, match="certificate"):
            held(given, **identity)
    with pytest.raises(RefusedError, match="certificate"):
        held(given, headers={"X-Amzn-Mtls-Clientcert": pem})


def test_a_token_of_both_needs_both() -> None:
    pem, bound = certificate(HOLDER_KEY)
    given = token(cnf={"jkt": thumbprint(HOLDER_KEY), "x5t#S256": bound})
    identity: dict[str, Any] = {"clientCert": {"clientCertPem": pem}}
    assert held(f"DPoP {given}", headers={"DPoP": proof(given)}, **identity) == "dpop mtls"
    with pytest.raises(RefusedError):
        held(f"DPoP {given}", headers={"DPoP": proof(given)})
    with pytest.raises(RefusedError):
        held(f"DPoP {given}", **identity)

"""Tokens are taken that a key of KMS has signed, and none that was changed, borrowed or kept too long."""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

import boto3
import pytest
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from functions.authorizer.errors import RefusedError
from functions.authorizer.token import Issuer, caller, der
from sandbox.emulator import environment

NOW = 1_800_000_000
CLAIMS = {
    "iss": "https://api.example.com",
    "aud": "https://api.example.com",
    "sub": "somebody",
    "tenant": "acme",
    "scope": "events.read events.write",
    "iat": NOW,
    "exp": NOW + 600,
}
Token = Callable[..., str]


@pytest.fixture(scope="module")
def kms(emulator_endpoint: str) -> Any:
    known = environment(emulator_endpoint)
    return boto3.client(
        "kms",
        region_name="us-east-1",
        endpoint_url=emulator_endpoint,
        aws_access_key_id=known["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=known["AWS_SECRET_ACCESS_KEY"],
    )


def key(kms: Any) -> str:
    return kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["Arn"]


@pytest.fixture(scope="module")
def key_arn(kms: Any) -> str:
    return key(kms)


@pytest.fixture(scope="module")
def issuer(key_arn: str) -> Issuer:
    return Issuer(name=CLAIMS["iss"], audience=CLAIMS["aud"], key_arns=[key_arn])


def encoded(part: bytes | Mapping[str, Any]) -> str:
    data = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def raw(signature: bytes) -> bytes:
    """Return the two numbers of a signature of KMS', as a token has them."""
    return b"".join(number.to_bytes(32, "big") for number in decode_dss_signature(signature))


def signed(kms: Any, arn: str, header: Mapping[str, Any], claims: bytes | Mapping[str, Any]) -> str:
    text = f"{encoded(header)}.{encoded(claims)}"
    signature = kms.sign(
        KeyId=arn,
        Message=hashlib.sha256(text.encode()).digest(),
        MessageType="DIGEST",
        SigningAlgorithm="ECDSA_SHA_256",
    )["Signature"]
    return f"{text}.{encoded(raw(signature))}"


@pytest.fixture(scope="module")
def token(kms: Any, key_arn: str) -> Token:
    """Return a token with changed claims; those that are None are left out."""

    def made(header: Mapping[str, Any] = {}, **changes: Any) -> str:
        claims = {name: value for name, value in (CLAIMS | changes).items() if value is not None}
        return signed(kms, key_arn, {"alg": "ES256", "kid": key_arn.rpartition("/")[2], **header}, claims)

    return made


def test_a_signed_token_says_who_calls(token: Token, issuer: Issuer, kms: Any) -> None:
    found = caller(token(), issuer, kms, NOW)
    assert (found.subject, found.tenant) == ("somebody", "acme")
    assert found.scopes == {"events.read", "events.write"}


def test_an_audience_may_be_one_of_several(token: Token, issuer: Issuer, kms: Any) -> None:
    assert caller(token(aud=["https://elsewhere.example.com", CLAIMS["aud"]]), issuer, kms, NOW).subject


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://else.example.com"},
        {"iss": None},
        {"aud": "https://else.example.com"},
        {"aud": None},
        {"exp": NOW - 61},
        {"exp": None},
        {"iat": None},
        {"iat": NOW + 61, "exp": NOW + 600},
        {"nbf": NOW + 61},
        {"exp": NOW + 3_601},
        {"exp": str(NOW + 600)},
        {"exp": True},
        {"sub": None},
        {"sub": ""},
        {"tenant": None},
        {"tenant": 5},
        {"scope": ["events.read"]},
        {"header": {"alg": "none"}},
        {"header": {"alg": "HS256"}},
        {"header": {"kid": "another"}},
        {"header": {"kid": None}},
        {"header": {"crit": ["b64"]}},
    ],
    ids=str,
)
def test_a_token_that_says_something_else_is_refused(
    changes: dict[str, Any], token: Token, issuer: Issuer, kms: Any
) -> None:
    with pytest.raises(RefusedError):
        caller(token(**changes), issuer, kms, NOW)


@pytest.mark.parametrize("at_seconds", [NOW - 60, NOW + 660])
def test_clocks_may_differ_a_little(at_seconds: int, token: Token, issuer: Issuer, kms: Any) -> None:
    assert caller(token(), issuer, kms, at_seconds)


def test_another_s_key_signs_nothing(kms: Any, key_arn: str, issuer: Issuer) -> None:
    header = {"alg": "ES256", "kid": key_arn.rpartition("/")[2]}
    with pytest.raises(RefusedError, match="signature"):
        caller(signed(kms, key(kms), header, CLAIMS), issuer, kms, NOW)


def test_claims_can_t_be_exchanged(token: Token, issuer: Issuer, kms: Any) -> None:
    header, _, signature = token().split(".")
    with pytest.raises(RefusedError, match="signature"):
        caller(".".join([header, encoded(CLAIMS | {"tenant": "other"}), signature]), issuer, kms, NOW)


@pytest.mark.parametrize(
    "text",
    ["", ".", "..", "a.b", "a.b.c.d", "é.é.é", "e30.e30.", "e30.e30.e30", "W10.W10.W10", "." * 5_000, "[" * 4_000],
    ids=lambda text: text[:8],
)
def test_what_is_no_token_is_refused(text: str, issuer: Issuer, kms: Any) -> None:
    with pytest.raises(RefusedError):
        caller(text, issuer, kms, NOW)


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        (json.dumps(CLAIMS)[:-1] + f', "exp": {NOW + 3_600}}}', "twice"),
        (json.dumps(CLAIMS)[:-1] + ', "act": {"sub": "a", "sub": "b"}}', "twice"),
        (json.dumps(CLAIMS | {"exp": float("nan")}), "no JSON"),
        (json.dumps(CLAIMS | {"exp": float("inf")}), "no JSON"),
        (json.dumps(CLAIMS | {"iat": float("-inf")}), "no JSON"),
    ],
    ids=["a claim", "a claim within", "NaN", "Infinity", "-Infinity"],
)
def test_readers_can_t_differ_about_what_a_token_says(
    part: str, reason: str, kms: Any, key_arn: str, issuer: Issuer
) -> None:
    header = {"alg": "ES256", "kid": key_arn.rpartition("/")[2]}
    with pytest.raises(RefusedError, match=reason):
        caller(signed(kms, key_arn, header, part.encode()), issuer, kms, NOW)


@pytest.mark.parametrize("signature", [b"\0" * 64, b"\xff" * 64, b"", b"\0" * 63 + b"\1"], ids=repr)
def test_no_number_stands_for_a_signature(signature: bytes, token: Token, issuer: Issuer, kms: Any) -> None:
    """Zeros signed anything where a library left the check out (CVE-2022-21449)."""
    with pytest.raises(RefusedError):
        caller(f"{token().rpartition('.')[0]}.{encoded(signature)}", issuer, kms, NOW)


@pytest.mark.parametrize(
    "header",
    [
        {"jwk": {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}, "kid": "embedded"},
        {"jku": "https://keys.example.com/jwks.json", "kid": "elsewhere"},
        {"kid": "../../../dev/null"},
        {"kid": "x' UNION SELECT 'key"},
        {"kid": ""},
        {"kid": ["a"]},
        {"alg": "none"},
        {"alg": "nOnE"},
        {"alg": "es256"},
        {"alg": "HS256"},
        {"alg": ["ES256"]},
    ],
    ids=str,
)
def test_the_token_doesn_t_choose_how_it_is_verified(
    header: dict[str, Any], token: Token, issuer: Issuer, kms: Any
) -> None:
    """RFC 8725, sections 2.1, 2.9 and 3.10."""
    with pytest.raises(RefusedError, match=r"signed by|key"):
        caller(token(header), issuer, kms, NOW)


def test_one_token_has_one_spelling(token: Token, issuer: Issuer, kms: Any) -> None:
    """Else what is logged or counted by its text could be had anew for nothing."""
    good = token()
    for other in (f"{good}=", f"{good}\n", good[:-1] + chr(ord(good[-1]) + 1)):
        with pytest.raises(RefusedError):
            caller(other, issuer, kms, NOW)


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(junk: bytes) -> None:
    issuer = Issuer(name="a", audience="b", key_arns=["arn:aws:kms:us-east-1:123456789012:key/c"])
    with pytest.raises(RefusedError):
        caller(junk.decode("latin-1"), issuer, object(), NOW)  # pyright: ignore[reportArgumentType] - never called


numbers = st.integers(min_value=1, max_value=2**256 - 1)


@given(numbers, numbers)
def test_signatures_are_written_as_the_library_writes_them(one: int, other: int) -> None:
    plain = one.to_bytes(32, "big") + other.to_bytes(32, "big")
    assert der(plain) == encode_dss_signature(one, other)
    assert raw(der(plain)) == plain

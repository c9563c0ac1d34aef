"""Tokens are taken that a key of KMS has signed, and none that was changed, borrowed or kept too long."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.authorizer.errors import RefusedError
from functions.authorizer.jose import Signed, decoded, encoded, public_key, signed
from functions.authorizer.token import caller, claims, keys
from tests.functions.authorizer.making import CLAIMS, HOST, KEY, NOW, OTHER_KEY, issuer, jwk, sign, token

ISSUER = issuer()
VECTORS = Path(__file__).parent / "vectors"
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of P-256's base point (SP 800-186, section 3.2.1.3)."""
WYCHEPROOF_KEY = {
    "x": "04N0xi21hshyvBp7I167sbE_bXqyqkAPfefdklMO7wY",
    "y": "UI8exy-C06a7DUnjIdENkxeFtHM4-l_41LqEw9nVgmw",
    "kty": "EC",
    "crv": "P-256",
    "kid": "kid-ec-sign",
}


def test_a_signed_token_says_who_calls() -> None:
    found = caller(token(), ISSUER, NOW)
    assert (found.subject, found.tenant) == ("ann@example.com", "acme")
    assert found.scopes == {"records.read", "records.write"}


def test_while_keys_change_either_is_taken() -> None:
    assert caller(token({"kid": "next"}, key=OTHER_KEY), ISSUER, NOW).subject


def test_an_audience_may_be_one_of_several() -> None:
    assert caller(token(aud=["https://elsewhere.example.com", HOST]), ISSUER, NOW).subject


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
        {"exp": 10**400},
        {"iat": -(10**400)},
        {"nbf": -(2**53)},
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
    ids=lambda changes: str(changes)[:40],
)
def test_a_token_that_says_something_else_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        caller(token(**changes), ISSUER, NOW)


@pytest.mark.parametrize("at_seconds", [NOW - 60, NOW + 660])
def test_clocks_may_differ_a_little(at_seconds: int) -> None:
    assert caller(token(), ISSUER, at_seconds)


def test_another_s_key_signs_nothing() -> None:
    with pytest.raises(RefusedError, match="signature"):
        caller(token(key=OTHER_KEY), ISSUER, NOW)


def test_claims_can_t_be_exchanged() -> None:
    header, _, signature = token().split(".")
    with pytest.raises(RefusedError, match="signature"):
        caller(".".join([header, encoded(json.dumps(CLAIMS | {"tenant": "other"}).encode()), signature]), ISSUER, NOW)


@pytest.mark.parametrize(
    "text",
    ["", ".", "..", "a.b", "a.b.c.d", "é.é.é", "e30.e30.", "e30.e30.e30", "W10.W10.W10", "." * 5_000, "[" * 4_000],
    ids=lambda text: text[:8],
)
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        caller(text, ISSUER, NOW)


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        (json.dumps(CLAIMS)[:-1] + f', "exp": {NOW + 3_600}}}', "twice"),
        (json.dumps(CLAIMS)[:-1] + ', "act": {"sub": "a", "sub": "b"}}', "twice"),
        (json.dumps(CLAIMS | {"exp": float("nan")}), "no JSON"),
        (json.dumps(CLAIMS | {"exp": float("inf")}), "no JSON"),
        (json.dumps(CLAIMS | {"iat": float("-inf")}), "no JSON"),
        (json.dumps(CLAIMS).replace(f'"iat": {NOW}', '"iat": -1e999'), "too large"),
        (json.dumps(CLAIMS).replace(f'"iat": {NOW}', f'"iat": {"9" * 2_000}'), "too large"),
    ],
    ids=["a claim", "a claim within", "NaN", "Infinity", "-Infinity", "an exponent", "many digits"],
)
def test_readers_can_t_differ_about_what_a_token_says(part: str, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        caller(sign(KEY, {"alg": "ES256", "kid": "now"}, part.encode()), ISSUER, NOW)


def test_a_header_that_says_something_twice_is_refused() -> None:
    header = encoded(b'{"alg":"none","alg":"ES256","kid":"now"}')
    _, rest = token().split(".", 1)
    with pytest.raises(RefusedError, match="twice"):
        caller(f"{header}.{rest}", ISSUER, NOW)


NUMBERS = (0, 1, ORDER - 1, ORDER, ORDER + 1, 2**256 - 1)


@pytest.mark.parametrize("signature", [(r, s) for r in NUMBERS for s in NUMBERS], ids=str)
def test_no_number_stands_for_a_signature(signature: tuple[int, int]) -> None:
    """Zeros signed anything where a library left the check out (CVE-2022-21449)."""
    numbers = b"".join(number.to_bytes(32) for number in signature)
    with pytest.raises(RefusedError, match="signature"):
        caller(f"{token().rpartition('.')[0]}.{encoded(numbers)}", ISSUER, NOW)


@pytest.mark.parametrize(
    "header",
    [
        {"jwk": jwk(OTHER_KEY), "kid": "embedded"},
        {"jwk": jwk(OTHER_KEY)},
        {"jku": "https://keys.example.com/jwks.json", "kid": "elsewhere"},
        {"x5c": ["MIIB"], "kid": "certified"},
        {"kid": "../../../dev/null"},
        {"kid": "x' UNION SELECT 'key"},
        {"kid": "now\0"},
        {"kid": ""},
        {"kid": ["now"]},
        {"alg": "none"},
        {"alg": "nOnE"},
        {"alg": "es256"},
        {"alg": "HS256"},
        {"alg": ["ES256"]},
    ],
)
def test_the_token_doesn_t_choose_how_it_is_verified(header: dict[str, Any]) -> None:
    """RFC 8725, sections 2.1, 2.9 and 3.10."""
    with pytest.raises(RefusedError, match=r"signed by|key|signature"):
        caller(token(header, key=OTHER_KEY), ISSUER, NOW)


def test_one_token_has_one_spelling() -> None:
    """Else what is logged or counted by its text could be had anew for nothing."""
    good = token()
    for other in (f"{good}=", f"{good}\n", good[:-1] + chr(ord(good[-1]) + 1), good.replace("-", "+") + "."):
        with pytest.raises(RefusedError):
            caller(other, ISSUER, NOW)


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(junk: bytes) -> None:
    with pytest.raises(RefusedError):
        caller(junk.decode("latin-1"), ISSUER, NOW)


def test_wycheproof_s_tokens_are_judged_as_it_says() -> None:
    """Its JSON Web Signatures of ES256 (C2SP/wycheproof, testvectors_v1/json_web_signature_test.json)."""
    by_id = keys(json.dumps({"keys": [WYCHEPROOF_KEY]}))
    wrong = []
    for line in (VECTORS / "tokens.tsv").read_text().splitlines():
        text, valid = line.split("\t")
        try:
            found = signed(text)
            found.verify(by_id[str(found.header.get("kid"))])
            taken = True
        except (RefusedError, KeyError):
            taken = False
        if taken != (valid == "1"):
            wrong.append(text)
    assert wrong == []


def test_wycheproof_s_signatures_are_judged_as_it_says() -> None:
    """Its signatures on P-256 with SHA-256, numbers side by side (ecdsa_secp256r1_sha256_p1363_test.json)."""
    lines = [line.split("\t") for line in (VECTORS / "signatures.tsv").read_text().splitlines()]
    known = [public_key({"kty": "EC", "crv": "P-256", "x": line[1], "y": line[2]}) for line in lines if line[0] == "k"]
    wrong = []
    cases = [line for line in lines if line[0] != "k"]
    for key, content, signature, valid in cases:
        found = Signed(header={}, payload="", content=decoded(content), signature=decoded(signature))
        try:
            found.verify(known[int(key)])
            taken = True
        except RefusedError:
            taken = False
        if taken != (valid == "1"):
            wrong.append((key, content, signature))
    assert len(cases) == 262
    assert wrong == []


@pytest.mark.parametrize(
    "change",
    [
        {"alg": "ES521"},
        {"alg": "ES224"},
        {"use": "enc"},
        {"key_ops": ["sign"]},
        {"y": "UI8exy-C06a7DUnjIdENkxeFtHM4-l_41LqEw9nVgnw"},
        {"x": ""},
        {"x": "AA"},
        {"y": WYCHEPROOF_KEY["y"] + "A"},
        {"kty": "RSA"},
        {"kty": "oct"},
        {"crv": "P-384"},
        {"d": "yy49oPcINGK2ps0LmtxpB6UTEOiITghHBif6wDqmJ3c"},
    ],
    ids=str,
)
def test_wycheproof_s_wrong_keys_are_no_keys(change: dict[str, Any]) -> None:
    """Its JSON Web Keys on P-256 (json_web_key_test.json), and what else isn't one."""
    assert public_key(WYCHEPROOF_KEY)
    with pytest.raises(RefusedError):
        public_key(WYCHEPROOF_KEY | change)


def test_a_key_that_is_unknown_costs_a_look_and_no_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[object] = []
    monkeypatch.setattr(Signed, "verify", lambda self, key: verified.append(key))
    for number in range(100):
        with pytest.raises(RefusedError, match="key"):
            claims(token({"kid": str(number)}), ISSUER, NOW)
    assert verified == []

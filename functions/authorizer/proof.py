"""Whether who brings a token is whom it was issued to: tokens may be bound to a key of their holder.

By a proof in the request (DPoP, RFC 9449), or by the certificate of its TLS (RFC 8705, section 3). A token that is
bound is taken no other way, and one that isn't is taken as a bearer's alone. Proofs are of ES256 like tokens; nonces
aren't asked for (RFC 9449, section 8, has them as an option).
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from functions.authorizer.errors import RefusedError
from functions.authorizer.jose import Signed, encoded, moment, public_key, signed
from functions.authorizer.request import Request
from functions.authorizer.seen import Seen

KEY, CERTIFICATE = "jkt", "x5t#S256"
"""Members of `cnf` (RFC 9449, section 6.1; RFC 8705, section 3.1)."""
BEARER, DPOP = "bearer", "dpop"
"""Schemes, in small letters (RFC 6750, section 2.1; RFC 9449, section 7.1)."""
TYPE: Final = "dpop+jwt"
WINDOW_SECONDS: Final = 60
"""How old, or young, a proof may be (RFC 9449, section 11.1: "on the order of seconds or minutes")."""
MAX_ID_LENGTH: Final = 128
_PEM: Final = re.compile(r"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----\s*")
_UNRESERVED: Final = re.compile(r"[A-Za-z0-9._~-]")
_ESCAPED: Final = re.compile(r"%([0-9A-Fa-f]{2})")


def hold(request: Request, claims: Mapping[str, Any], base_url: str, seen: Seen, now_seconds: float) -> str:
    """Return how *request* shows that it may use a token of *claims*: `bearer`, `dpop`, `mtls`, or `dpop mtls`.

    *base_url* is the API's address, as callers know it, without a path.

    Raises:
        RefusedError: it doesn't.
    """
    confirmed = claims.get("cnf", {})
    if not isinstance(confirmed, dict) or confirmed.keys() - {KEY, CERTIFICATE} or ("cnf" in claims and not confirmed):
        raise RefusedError("it is bound to something that nobody here can prove")
    if request.scheme != (DPOP if KEY in confirmed else BEARER):
        raise RefusedError("it is brought by another scheme than it is bound to")
    if CERTIFICATE in confirmed and _digest_of_certificate(request.certificate_pem) != confirmed[CERTIFICATE]:
        raise RefusedError("its certificate is not the one of the connection")
    if KEY in confirmed:
        _prove(request, confirmed[KEY], base_url, seen, now_seconds)
    return (
        " ".join([*(["dpop"] if KEY in confirmed else []), *(["mtls"] if CERTIFICATE in confirmed else [])]) or BEARER
    )


def digest_of_key(jwk: Mapping[str, Any]) -> str:
    """Return the thumbprint of a public key on P-256 (RFC 7638, section 3)."""
    canonical = f'{{"crv":"P-256","kty":"EC","x":"{jwk["x"]}","y":"{jwk["y"]}"}}'
    return encoded(hashlib.sha256(canonical.encode()).digest())


def _prove(request: Request, jkt: object, base_url: str, seen: Seen, now_seconds: float) -> None:
    """Hold the request's one proof against RFC 9449, section 4.3."""
    if len(request.proofs) != 1:
        raise RefusedError("it needs one proof")
    proof = signed(request.proofs[0])
    jwk = proof.header.get("jwk")
    if proof.header.get("typ") != TYPE or not isinstance(jwk, dict):
        raise RefusedError("its proof is of another type")
    proof.verify(public_key(jwk))
    if digest_of_key(jwk) != jkt:
        raise RefusedError("its proof is by another key")
    _fits(proof, request, base_url, now_seconds)
    jti = proof.claims.get("jti")
    if not isinstance(jti, str) or not 0 < len(jti) <= MAX_ID_LENGTH:
        raise RefusedError("its proof has no id")
    if not seen.first(f"{jkt} {jti}", now_seconds):
        raise RefusedError("its proof was used before")


def _fits(proof: Signed, request: Request, base_url: str, now_seconds: float) -> None:
    said = proof.claims
    if said.get("htm") != request.method or _plain(str(said.get("htu"))) != _plain(base_url + request.path):
        raise RefusedError("its proof is of another request")
    issued = moment(said, "iat")
    if issued is None or abs(now_seconds - issued) > WINDOW_SECONDS:
        raise RefusedError("its proof is of another time")
    if said.get("ath") != encoded(hashlib.sha256(request.token.encode()).digest()):
        raise RefusedError("its proof is of another token")


def _plain(url: str) -> str:
    """Return *url* without query and fragment, as all its spellings that mean the same (RFC 3986, sections 6.2.2 and
    6.2.3)."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = parts.hostname or ""
    named = f"{host}:{port}" if port not in (None, 443) else host
    return f"{parts.scheme}://{named}{_ESCAPED.sub(_one_spelling, parts.path) or '/'}"


def _one_spelling(escaped: re.Match[str]) -> str:
    character = chr(int(escaped[1], 16))
    return character if _UNRESERVED.fullmatch(character) else escaped[0].upper()


def _digest_of_certificate(pem: str | None) -> str | None:
    found = _PEM.fullmatch(pem or "")
    if not found:
        return None
    try:
        content = base64.b64decode("".join(found[1].split()), validate=True)
    except binascii.Error:
        return None
    return encoded(hashlib.sha256(content).digest())

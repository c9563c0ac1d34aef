"""Tokens of callers: JSON Web Tokens that a KMS key has signed (RFC 7519; RFC 7515; RFC 7518, section 3.4).

The key never leaves KMS, so whoever may sign with it may issue tokens, and CloudTrail knows of each one. Signatures are
verified by KMS too, which spares the function a library of its own for elliptic curves.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from functions.authorizer.errors import RefusedError

ALGORITHM: Final = "ES256"
SIGNING: Final = "ECDSA_SHA_256"
"""The same by KMS' name (AWS KMS Developer Guide, "Supported signing algorithms for ECC key specs")."""
NUMBER_BYTES: Final = 32
"""Of each of the two numbers of a signature (RFC 7518, section 3.4)."""
MAX_BYTES: Final = 4_096
"""Of a token; API Gateway lets 10,240 bytes of all headers pass (its quotas)."""
MAX_LIFE_SECONDS: Final = 3_600
"""Tokens can't be called back, so none lives longer."""
SKEW_SECONDS: Final = 60
"""By how much clocks may differ (RFC 7519, section 4.1.4: "no more than a few minutes")."""


class Verifier(Protocol):
    """What of a client of KMS is called."""

    def verify(self, **given: Any) -> Mapping[str, Any]:
        """Return whether a signature is valid, or raise what `exceptions` has."""
        ...

    @property
    def exceptions(self) -> Any:
        """Return the faults of KMS."""
        ...


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who calls, as their token says."""

    subject: str
    tenant: str
    scopes: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """Whose tokens are taken."""

    name: str
    """`iss` of its tokens."""
    audience: str
    """One of the `aud` that they must have."""
    key_arns: Sequence[str]
    """Keys that it signs with, any of them. A token's `kid` is the id of one."""

    def key_arn(self, kid: object) -> str:
        """Return the key of that id.

        Raises:
            RefusedError: it is none of the issuer's.
        """
        for arn in self.key_arns:
            if kid == arn.rpartition("/")[2]:
                return arn
        raise RefusedError("its key is not one of the issuer's")


def caller(token: str, issuer: Issuer, kms: Verifier, now_seconds: float) -> Caller:
    """Return who *token* speaks of; raises what `claims` raises, and RefusedError for a caller that isn't whole."""
    said = claims(token, issuer, kms, now_seconds)
    subject, tenant, scope = (said.get(name) for name in ("sub", "tenant", "scope"))
    if not (isinstance(subject, str) and isinstance(tenant, str) and isinstance(scope, str) and subject and tenant):
        raise RefusedError("sub, tenant or scope is missing, or no text")
    return Caller(subject=subject, tenant=tenant, scopes=frozenset(scope.split()))


def claims(token: str, issuer: Issuer, kms: Verifier, now_seconds: float) -> Mapping[str, Any]:
    """Return what *token* says.

    Raises:
        RefusedError: it isn't a token of *issuer*, or not valid now.
    """
    if len(token) > MAX_BYTES:
        raise RefusedError(f"it is longer than {MAX_BYTES} bytes")
    signed, _, signature = token.rpartition(".")
    header, _, claims = signed.partition(".")
    named = _object(header)
    if named.get("alg") != ALGORITHM or "crit" in named:
        raise RefusedError(f"it is not signed by {ALGORITHM}")
    arn = issuer.key_arn(named.get("kid"))
    said = _object(claims)
    _check(said, issuer, now_seconds)
    _verify(signed.encode(), _bytes(signature), arn, kms)
    return said


def _check(said: Mapping[str, Any], issuer: Issuer, now_seconds: float) -> None:
    audiences = said.get("aud")
    if said.get("iss") != issuer.name:
        raise RefusedError("another issuer made it")
    if issuer.audience not in (audiences if isinstance(audiences, list) else [audiences]):
        raise RefusedError("it is meant for somebody else")
    issued, expires, begins = (_moment(said, name) for name in ("iat", "exp", "nbf"))
    if issued is None or expires is None:
        raise RefusedError("iat or exp is missing")
    if expires - issued > MAX_LIFE_SECONDS:
        raise RefusedError(f"it lives longer than {MAX_LIFE_SECONDS} s")
    if now_seconds > expires + SKEW_SECONDS:
        raise RefusedError("it has expired")
    if max(issued, begins or issued) > now_seconds + SKEW_SECONDS:
        raise RefusedError("it is not valid yet")


def _moment(said: Mapping[str, Any], name: str) -> float | None:
    found = said.get(name)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise RefusedError(f"{name} is no number")
    return found


def _verify(signed: bytes, signature: bytes, key_arn: str, kms: Verifier) -> None:
    digest = hashlib.sha256(signed).digest()
    try:
        answer = kms.verify(
            KeyId=key_arn,
            Message=digest,
            MessageType="DIGEST",
            Signature=der(signature),
            SigningAlgorithm=SIGNING,
        )
    except kms.exceptions.KMSInvalidSignatureException:
        raise RefusedError("its signature is not valid") from None
    if answer.get("SignatureValid") is not True:
        raise RefusedError("its signature is not valid")


def der(signature: bytes) -> bytes:
    """Return *signature*, two numbers side by side, as the SEQUENCE that KMS takes (RFC 3279, section 2.2.3).

    Raises:
        RefusedError: it has another length.
    """
    if len(signature) != 2 * NUMBER_BYTES:
        raise RefusedError("its signature has another length")
    numbers = b"".join(_integer(signature[at : at + NUMBER_BYTES]) for at in (0, NUMBER_BYTES))
    return b"\x30" + bytes([len(numbers)]) + numbers


def _integer(number: bytes) -> bytes:
    """Return *number* as an INTEGER of DER: short as can be, with a zero in front where it would read as negative."""
    short = number.lstrip(b"\0") or b"\0"
    padded = b"\0" + short if short[0] & 0x80 else short
    return b"\x02" + bytes([len(padded)]) + padded


def _object(part: str) -> Mapping[str, Any]:
    """Return the object that *part* encodes, which says each thing once (RFC 7515, section 4), and numbers by numbers.

    Of a member that comes twice another reader might take the other, and `NaN`, no JSON, is past no moment.
    """
    try:
        found = json.loads(_bytes(part), object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise RefusedError("a part is no JSON") from None
    if not isinstance(found, dict):
        raise RefusedError("a part is no JSON object")
    return found


def _once(members: Sequence[tuple[str, Any]]) -> Mapping[str, Any]:
    found = dict(members)
    if len(found) != len(members):
        raise RefusedError("a part says something twice")
    return found


def _refuse(_constant: str) -> float:
    raise RefusedError("a part is no JSON")


def _bytes(part: str) -> bytes:
    """Return what *part* encodes: base64url without padding, in its one canonical form (RFC 7515, section 2)."""
    try:
        found = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise RefusedError("a part is no base64url") from None
    if base64.urlsafe_b64encode(found).rstrip(b"=") != part.encode():
        raise RefusedError("a part is no base64url")
    return found

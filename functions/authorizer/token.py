"""Tokens of callers: JSON Web Tokens that a KMS key has signed (RFC 7519).

The key never leaves KMS, so whoever may sign with it may issue tokens, and CloudTrail knows of each one. Its public
half is told to functions when they are deployed, so that nobody is asked for it while a caller waits: a token that
names another key costs a look into a dictionary. A new key is a deployment, as it is for the issuer's alias.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

from functions.authorizer.errors import RefusedError
from functions.authorizer.jose import Signed, moment, public_key, signed

MAX_LIFE_SECONDS: Final = 3_600
"""Tokens can't be called back, so none lives longer."""
SKEW_SECONDS: Final = 60
"""By how much clocks may differ (RFC 7519, section 4.1.4: "no more than a few minutes")."""


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who calls, as their token says."""

    subject: str
    tenant: str
    scopes: frozenset[str]
    claims: Mapping[str, Any]
    """All that the token says."""


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """Whose tokens are taken."""

    name: str
    """`iss` of its tokens."""
    audience: str
    """One of the `aud` that they must have."""
    keys: Mapping[str, EllipticCurvePublicKey]
    """Keys that it signs with, any of them, by the `kid` of its tokens."""


def keys(key_set: str) -> Mapping[str, EllipticCurvePublicKey]:
    """Return the keys of *key_set*, a JSON Web Key Set (RFC 7517, section 5), by their ids.

    Raises:
        RefusedError: one is no public key of ES256.
        ValueError: it is no set, or two keys have one id.
    """
    found = json.loads(key_set)["keys"]
    by_id = {str(each["kid"]): public_key(each) for each in found}
    if len(by_id) != len(found):
        raise ValueError("two keys have one id")
    return by_id


def caller(token: str, issuer: Issuer, now_seconds: float) -> Caller:
    """Return who *token* speaks of; raises what `claims` raises, and RefusedError for a caller that isn't whole."""
    said = claims(token, issuer, now_seconds)
    subject, tenant, scope = (said.get(name) for name in ("sub", "tenant", "scope"))
    if not (isinstance(subject, str) and isinstance(tenant, str) and isinstance(scope, str) and subject and tenant):
        raise RefusedError("sub, tenant or scope is missing, or no text")
    return Caller(subject=subject, tenant=tenant, scopes=frozenset(scope.split()), claims=said)


def claims(token: str, issuer: Issuer, now_seconds: float) -> Mapping[str, Any]:
    """Return what *token* says.

    Raises:
        RefusedError: it isn't a token of *issuer*, or not valid now.
    """
    found = signed(token)
    key = _key(found, issuer)
    _check(found.claims, issuer, now_seconds)
    found.verify(key)
    return found.claims


def _key(found: Signed, issuer: Issuer) -> EllipticCurvePublicKey:
    kid = found.header.get("kid")
    key = issuer.keys.get(kid) if isinstance(kid, str) else None
    if key is None:
        raise RefusedError("its key is not one of the issuer's")
    return key


def _check(said: Mapping[str, Any], issuer: Issuer, now_seconds: float) -> None:
    audiences = said.get("aud")
    if said.get("iss") != issuer.name:
        raise RefusedError("another issuer made it")
    if issuer.audience not in (audiences if isinstance(audiences, list) else [audiences]):
        raise RefusedError("it is meant for somebody else")
    issued, expires, begins = (moment(said, name) for name in ("iat", "exp", "nbf"))
    if issued is None or expires is None:
        raise RefusedError("iat or exp is missing")
    if expires - issued > MAX_LIFE_SECONDS:
        raise RefusedError(f"it lives longer than {MAX_LIFE_SECONDS} s")
    if now_seconds > expires + SKEW_SECONDS:
        raise RefusedError("it has expired")
    if max(issued, begins or issued) > now_seconds + SKEW_SECONDS:
        raise RefusedError("it is not valid yet")

"""JSON Web Signatures in their compact form (RFC 7515, section 7.1), read so that no two readers can differ.

One algorithm is taken, ES256 (RFC 7518, section 3.4), whatever a header says, and no header says by which key: keys
come from where tokens are expected from (RFC 8725, sections 3.1 and 3.10).
"""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
    EllipticCurvePublicNumbers,
)
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from functions.authorizer.errors import RefusedError

ALGORITHM: Final = "ES256"
NUMBER_BYTES: Final = 32
"""Of each number of a signature, and of each coordinate of a key (RFC 7518, sections 3.4 and 6.2.1.2)."""
MAX_BYTES: Final = 4_096
"""Of a token; API Gateway lets 10,240 bytes of all headers pass (its quotas)."""
_EXACT: Final = 2**53
"""Up to which every reader of JSON has the same numbers (RFC 8259, section 6)."""
_ECDSA: Final = ECDSA(SHA256())


@dataclass(frozen=True, kw_only=True)
class Signed:
    """What came, before its signature is verified."""

    header: Mapping[str, Any]
    payload: str
    """As it came, in base64url."""
    content: bytes
    """What is signed."""
    signature: bytes
    """Two numbers side by side."""

    @cached_property
    def claims(self) -> Mapping[str, Any]:
        """Return what it says; raises RefusedError where that is no object, or could be read in two ways."""
        return _object(self.payload)

    def verify(self, key: EllipticCurvePublicKey) -> None:
        """Raise RefusedError unless *key*'s owner signed it."""
        if len(self.signature) != 2 * NUMBER_BYTES:
            raise RefusedError("its signature has another length")
        numbers = (int.from_bytes(self.signature[at : at + NUMBER_BYTES]) for at in (0, NUMBER_BYTES))
        try:
            key.verify(encode_dss_signature(*numbers), self.content, _ECDSA)
        except InvalidSignature:
            raise RefusedError("its signature is not valid") from None


def signed(token: str) -> Signed:
    """Return the parts of *token*.

    Raises:
        RefusedError: it is no JWS of ES256, or its header could be read in two ways.
    """
    if len(token) > MAX_BYTES:
        raise RefusedError(f"it is longer than {MAX_BYTES} bytes")
    content, _, signature = token.rpartition(".")
    header, _, payload = content.partition(".")
    named = _object(header)
    if named.get("alg") != ALGORITHM or "crit" in named:
        raise RefusedError(f"it is not signed by {ALGORITHM}")
    return Signed(header=named, payload=payload, content=content.encode(), signature=decoded(signature))


def public_key(jwk: Mapping[str, Any]) -> EllipticCurvePublicKey:
    """Return the key that *jwk* describes (RFC 7518, section 6.2).

    Raises:
        RefusedError: it is no public key of ES256, or says that it is for something else.
    """
    if (jwk.get("kty"), jwk.get("crv")) != ("EC", "P-256") or "d" in jwk:
        raise RefusedError("it is no public key on P-256")
    if jwk.get("alg", ALGORITHM) != ALGORITHM or jwk.get("use", "sig") != "sig":
        raise RefusedError("its key is for something else")
    if "verify" not in jwk.get("key_ops", ["verify"]):
        raise RefusedError("its key is for something else")
    x, y = (decoded(str(jwk.get(name, ""))) for name in ("x", "y"))
    if len(x) != NUMBER_BYTES or len(y) != NUMBER_BYTES:
        raise RefusedError("its key has another length")
    try:
        return EllipticCurvePublicNumbers(int.from_bytes(x), int.from_bytes(y), SECP256R1()).public_key()
    except ValueError:
        raise RefusedError("its key is no point of P-256") from None


def moment(said: Mapping[str, Any], name: str) -> float | None:
    """Return the time that a claim says, None where it says none (RFC 7519, section 2, NumericDate)."""
    found = said.get(name)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float) or not -_EXACT < found < _EXACT:
        raise RefusedError("a time is no number, or too large a one")
    return found


def decoded(part: str) -> bytes:
    """Return what *part* encodes: base64url without padding, in its one canonical form (RFC 7515, section 2)."""
    try:
        found = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise RefusedError("a part is no base64url") from None
    if encoded(found) != part:
        raise RefusedError("a part is no base64url")
    return found


def encoded(content: bytes) -> str:
    """Return *content* in base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _object(part: str) -> Mapping[str, Any]:
    """Return the object that *part* encodes, which says each thing once (RFC 7515, section 4), and numbers by numbers.

    Of a member that comes twice another reader might take the other, and `NaN`, no JSON, is past no moment.
    """
    try:
        found = json.loads(decoded(part), object_pairs_hook=_once, parse_constant=_refuse)
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

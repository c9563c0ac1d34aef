"""Public keys as those who verify tokens take them: a JSON Web Key Set (RFC 7517, section 5).

Of keys on P-256 alone, whose two coordinates have 32 bytes each (RFC 7518, section 6.2.1).
"""

import base64
import json
from collections.abc import Mapping
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

COORDINATE_BYTES: Final = 32


def key_set(pems: Mapping[str, str]) -> str:
    """Return the set of public keys *pems*, PEM by the `kid` of the tokens that each has signed.

    Raises:
        ValueError: a key isn't on P-256.
    """
    return json.dumps({"keys": [_key(kid, pem) for kid, pem in pems.items()]}, sort_keys=True)


def _key(kid: str, pem: str) -> dict[str, str]:
    key = load_pem_public_key(pem.encode())
    if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
        raise ValueError(f"the public key of {kid} isn't on P-256: make it of the spec ECC_NIST_P256")
    point = key.public_numbers()
    named = {"kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": kid}
    return {**named, "x": _coordinate(point.x), "y": _coordinate(point.y)}


def _coordinate(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(COORDINATE_BYTES, "big")).rstrip(b"=").decode()

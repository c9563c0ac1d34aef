"""Makes tokens, proofs and requests, by `cryptography` alone and none of the function's own code."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from components.foundation.key_set import key_set
from functions.authorizer import policies, risk
from functions.authorizer.core import Authorizer
from functions.authorizer.proof import WINDOW_SECONDS
from functions.authorizer.seen import Seen
from functions.authorizer.token import Issuer, keys

NOW = 1_800_000_000
HOST = "https://api.example.com"
KEY, OTHER_KEY, HOLDER_KEY = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
STAGE = "arn:aws:execute-api:us-east-1:123456789012:abc/live"
CLAIMS = {
    "iss": HOST,
    "aud": HOST,
    "sub": "ann@example.com",
    "tenant": "acme",
    "scope": "records.read records.write",
    "iat": NOW,
    "exp": NOW + 600,
}
DEVICE = {"attested": True, "score": 90, "checked_at": NOW}
Key = ec.EllipticCurvePrivateKey


def encoded(part: bytes | Mapping[str, Any]) -> str:
    content = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def jwk(key: Key) -> dict[str, str]:
    point = key.public_key().public_numbers()
    return {"kty": "EC", "crv": "P-256", "x": encoded(point.x.to_bytes(32)), "y": encoded(point.y.to_bytes(32))}


def thumbprint(key: Key) -> str:
    members = json.dumps(jwk(key), sort_keys=True, separators=(",", ":"))
    return encoded(hashlib.sha256(members.encode()).digest())


def sign(key: Key, header: Mapping[str, Any], claims: bytes | Mapping[str, Any]) -> str:
    content = f"{encoded(header)}.{encoded(claims)}"
    numbers = decode_dss_signature(key.sign(content.encode(), ec.ECDSA(SHA256())))
    return f"{content}.{encoded(b''.join(each.to_bytes(32) for each in numbers))}"


def token(header: Mapping[str, Any] = {}, *, key: Key = KEY, **changes: Any) -> str:
    """Return a token with changed claims; those that are None are left out."""
    claims = {name: value for name, value in (CLAIMS | changes).items() if value is not None}
    return sign(key, {"alg": "ES256", "kid": "now", **header}, claims)


def proof(of: str, header: Mapping[str, Any] = {}, *, key: Key = HOLDER_KEY, **changes: Any) -> str:
    """Return a proof for token *of*, with changed claims; those that are None are left out."""
    said = {"jti": "1", "htm": "GET", "htu": f"{HOST}/v1/records/a", "iat": NOW}
    said |= {"ath": encoded(hashlib.sha256(of.encode()).digest()), **changes}
    header = {"alg": "ES256", "typ": "dpop+jwt", "jwk": jwk(key), **header}
    return sign(key, header, {name: value for name, value in said.items() if value is not None})


def event(
    given: str | None,
    *,
    method: str = "GET",
    resource: str = "/v1/records/{key}",
    path: str = "/v1/records/a",
    headers: Mapping[str, str | Sequence[str]] = {},
    address: str = "8.8.8.8",
    **identity: Any,
) -> dict[str, Any]:
    """Return what a gateway hands over (API Gateway Developer Guide, "Input to an API Gateway Lambda authorizer")."""
    named = {**({} if given is None else {"Authorization": given}), **headers}
    many = {name: [value] if isinstance(value, str) else list(value) for name, value in named.items()}
    return {
        "type": "REQUEST",
        "methodArn": f"{STAGE}/{method}{path}",
        "resource": resource,
        "path": path,
        "httpMethod": method,
        "headers": {name: values[-1] for name, values in many.items() if values},
        "multiValueHeaders": many,
        "requestContext": {"identity": {"sourceIp": address, **identity}},
    }


def issuer() -> Issuer:
    found = keys(key_set({name: pem(key) for name, key in (("now", KEY), ("next", OTHER_KEY))}))
    return Issuer(name=HOST, audience=HOST, keys=found)


def authorizer() -> Authorizer:
    return Authorizer(issuer=issuer(), policies=POLICIES, table=TABLE, seen=Seen(2 * WINDOW_SECONDS))


def pem(key: Key) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


POLICIES, TABLE = policies.load(), risk.load()

"""Tokens of the API's callers, as those who issue them make them: signed by ES256, the key known by its id.

Signed by keys of this process instead of KMS; their public halves are told as the program tells those of KMS.
"""

import base64
import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from components.foundation.key_set import key_set

HOST: Final = "api.example.com"
ISSUER: Final = f"https://{HOST}"
LIFE_SECONDS: Final = 3000


@dataclass(frozen=True)
class Signer:
    """A key that signs tokens."""

    kid: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def token(self, **claims: Any) -> str:
        """Return a token with everything that is asked for; *claims* take the place of what it says, or None its."""
        now = int(time.time())
        said = {"iss": ISSUER, "aud": ISSUER, "sub": "ann", "tenant": "acme", "scope": "events.read workload"}
        whole = {**said, "iat": now, "exp": now + LIFE_SECONDS, **claims}
        claimed = {name: value for name, value in whole.items() if value is not None}
        signed = f"{_encoded({'alg': 'ES256', 'kid': self.kid})}.{_encoded(claimed)}"
        digest = hashlib.sha256(signed.encode()).digest()
        numbers = utils.decode_dss_signature(self.key.sign(digest, ec.ECDSA(utils.Prehashed(SHA256()))))
        return f"{signed}.{_text(b''.join(number.to_bytes(32, 'big') for number in numbers))}"

    @property
    def pem(self) -> str:
        """Its public half."""
        return self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


SIGNERS: Final = (Signer("1"), Signer("2"))
"""Two at once, as while a key is renewed."""
KEY_SET: Final = key_set({signer.kid: signer.pem for signer in SIGNERS})


def bearer(token: str) -> dict[str, str]:
    """Return the header that *token* comes in."""
    return {"Authorization": f"Bearer {token}"}


def _encoded(part: Mapping[str, Any]) -> str:
    return _text(json.dumps(part).encode())


def _text(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()

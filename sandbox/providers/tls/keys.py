"""Private keys and what the tls provider tells of them: PEM, PKCS #8, OpenSSH and fingerprints."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from sandbox.providers.base import ProviderError
from sandbox.values import Properties

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey

ALGORITHMS: Final = ("RSA", "ECDSA", "ED25519")
CURVES: Final[Mapping[str, ec.EllipticCurve]] = {
    "P224": ec.SECP224R1(),
    "P256": ec.SECP256R1(),
    "P384": ec.SECP384R1(),
    "P521": ec.SECP521R1(),
}
DEFAULTS: Final[Properties] = {"rsaBits": 2048, "ecdsaCurve": "P224"}
"""Defaults of the tls provider (hashicorp/tls, `tls_private_key`)."""


def create(inputs: Properties) -> tuple[str, Properties]:
    """Generate a private key; return its id and everything derived from it."""
    settings = {**DEFAULTS, **inputs}
    key = _generate(settings)
    traditional = (
        PrivateFormat.PKCS8 if isinstance(key, ed25519.Ed25519PrivateKey) else PrivateFormat.TraditionalOpenSSL
    )
    identifier, public = _public(key.public_key())
    private = {
        "privateKeyPem": _private_pem(key, traditional),
        "privateKeyPemPkcs8": _private_pem(key, PrivateFormat.PKCS8),
        "privateKeyOpenssh": _private_pem(key, PrivateFormat.OpenSSH) if public["publicKeyOpenssh"] else "",
    }
    return identifier, {**settings, **private, **public}


def load(pem: str, property_name: str) -> PrivateKey:
    """Return the private key in *pem*.

    Raises:
        ProviderError: it is not one, naming *property_name* and nothing of the value.
    """
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise ProviderError(f"{property_name}: not an unencrypted private key in PEM") from None
    if not isinstance(key, PrivateKey):
        raise ProviderError(f"{property_name}: neither an RSA, an ECDSA nor an ED25519 key")
    return key


def algorithm(key: PrivateKey) -> str:
    """Return the tls provider's word for the algorithm of *key*."""
    return "RSA" if isinstance(key, rsa.RSAPrivateKey) else "ED25519" if _is_ed25519(key) else "ECDSA"


def digest(key: PrivateKey) -> hashes.SHA256 | hashes.SHA384 | hashes.SHA512 | None:
    """Return the hash that signatures by *key* use, as strong as the key (Go, `crypto/x509`)."""
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return None
    if isinstance(key, rsa.RSAPrivateKey) or key.key_size <= 256:
        return hashes.SHA256()
    return hashes.SHA384() if key.key_size <= 384 else hashes.SHA512()


def state_hash(content: bytes) -> str:
    """Return the id that the tls provider derives from *content*: the SHA-1 of what is left when it is trimmed."""
    return hashlib.sha1(content.strip(), usedforsecurity=False).hexdigest()


def _generate(settings: Mapping[str, Any]) -> PrivateKey:
    match settings["algorithm"]:
        case "RSA":
            return rsa.generate_private_key(public_exponent=65537, key_size=settings["rsaBits"])
        case "ECDSA":
            return ec.generate_private_key(CURVES[settings["ecdsaCurve"]])
        case _:
            return ed25519.Ed25519PrivateKey.generate()


def _private_pem(key: PrivateKey, form: PrivateFormat) -> str:
    return key.private_bytes(Encoding.PEM, form, NoEncryption()).decode()


def _public(key: PublicKey) -> tuple[str, Properties]:
    subject_key_info = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    openssh, md5, sha256 = "", "", ""
    if not isinstance(key, ec.EllipticCurvePublicKey) or key.key_size != 224:  # OpenSSH knows no P-224
        line = key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
        blob = base64.b64decode(line.split()[1])
        openssh = f"{line}\n"
        md5 = hashlib.md5(blob, usedforsecurity=False).digest().hex(":")
        sha256 = "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")
    return state_hash(subject_key_info), {
        "publicKeyPem": key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
        "publicKeyOpenssh": openssh,
        "publicKeyFingerprintMd5": md5,
        "publicKeyFingerprintSha256": sha256,
    }


def _is_ed25519(key: PrivateKey) -> bool:
    return isinstance(key, ed25519.Ed25519PrivateKey)

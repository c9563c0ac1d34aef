"""Signatures over a bundle's manifest: Ed25519 (RFC 8032) with a key of the project's own, or ECDSA with one in KMS.

A signature says that the holder of the key signed, not who that is: whoever verifies compares the public key with one
that came another way.
"""

import base64
import binascii
import hashlib
import os
from pathlib import Path
from typing import Any, Protocol

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

from ops.evidence.manifest import BundleError
from ops.request import OperationError, UsageError

ED25519, ECDSA = "Ed25519", "ECDSA_SHA_256"
KEY_FILE = "evidence-key.pem"


class Signer(Protocol):
    """Something that signs."""

    def sign(self, data: bytes) -> dict[str, str]:
        """Return the signature's document: `algorithm`, `public_key` (DER) and `signature`, both in Base64."""
        ...


class LocalSigner:
    """Signs with the Ed25519 key in a file, which it makes when there is none."""

    def __init__(self, path: Path, passphrase: str) -> None:
        """Use the key in *path*, encrypted under *passphrase*.

        Raises:
            OperationError: the file cannot be read or written, or the passphrase doesn't open it.
        """
        self._key = _load(path, passphrase) if path.exists() else _make(path, passphrase)

    @property
    def public_key(self) -> str:
        """The public key (DER, Base64)."""
        return _encode(_der(self._key.public_key()))

    def sign(self, data: bytes) -> dict[str, str]:
        """Return the signature's document."""
        return _document(ED25519, _der(self._key.public_key()), self._key.sign(data))


class KmsSigner:
    """Signs with a key in AWS KMS, of the spec ECC_NIST_P256 and for signing.

    Without an endpoint that is AWS, with the credentials of whoever asks for the signature; with one it is the
    sandbox's, which has none of those.
    """

    def __init__(self, key_arn: str, endpoint: str | None) -> None:
        """Use the key *key_arn* where AWS answers at *endpoint*.

        Raises:
            UsageError: it is not the ARN of a key or an alias.
        """
        parts = key_arn.split(":")
        if len(parts) != 6 or parts[2] != "kms":
            raise UsageError(f"{key_arn} is not the ARN of a KMS key, which says in which region it is")
        self._key_arn, self._region, self._endpoint = key_arn, parts[3], endpoint

    def sign(self, data: bytes) -> dict[str, str]:
        """Return the signature's document.

        Raises:
            OperationError: KMS refuses.
        """
        import boto3
        from botocore.exceptions import BotoCoreError, ClientError

        from sandbox.providers.aws.clients import Clients

        try:
            kms = (
                Clients(self._endpoint).get("kms", self._region)
                if self._endpoint
                else boto3.client("kms", region_name=self._region)
            )
            public = kms.get_public_key(KeyId=self._key_arn)["PublicKey"]
            signed = kms.sign(KeyId=self._key_arn, Message=_sum(data), MessageType="RAW", SigningAlgorithm=ECDSA)
        except (BotoCoreError, ClientError) as error:
            raise OperationError(f"KMS key {self._key_arn} does not sign: {error}") from None
        return _document(ECDSA, public, signed["Signature"])


def check(document: Any, data: bytes) -> str:
    """Return the public key (DER, Base64) under which *document* is a signature of *data*.

    Raises:
        BundleError: it is none.
    """
    try:
        algorithm, public, signature = (document[key] for key in ("algorithm", "public_key", "signature"))
        key = serialization.load_der_public_key(_decode(public))
        if algorithm == ED25519 and isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(_decode(signature), data)
        elif algorithm == ECDSA and isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(_decode(signature), _sum(data), ec.ECDSA(hashes.SHA256()))
        else:
            raise BundleError(f"no signature of a known kind: {algorithm!r}")
    except InvalidSignature:
        raise BundleError("the signature is not of this manifest") from None
    except (KeyError, TypeError, ValueError, UnsupportedAlgorithm) as error:
        raise BundleError(f"no signature: {type(error).__name__}") from None
    return public


def pinned(given: str) -> str:
    """Return the public key (DER, Base64) that *given* is, or that stands in the file of that name, as PEM too.

    Raises:
        UsageError: it is neither.
    """
    path = Path(given)
    try:
        text = path.read_text(encoding="utf-8").strip() if path.is_file() else given
        if text.startswith("-----BEGIN"):
            key = serialization.load_pem_public_key(text.encode())
        else:
            key = serialization.load_der_public_key(_decode(text))
    except (OSError, ValueError, UnsupportedAlgorithm):
        raise UsageError(f"{given} is neither a public key nor a file that holds one (PEM, or DER in Base64)") from None
    return _encode(_der(key))


def _document(algorithm: str, public: bytes, signature: bytes) -> dict[str, str]:
    return {"algorithm": algorithm, "public_key": _encode(public), "signature": _encode(signature)}


def _make(path: Path, passphrase: str) -> ed25519.Ed25519PrivateKey:
    key = ed25519.Ed25519PrivateKey.generate()
    text = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase.encode()) if passphrase else serialization.NoEncryption(),
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(text)
    except OSError as error:
        raise OperationError(f"{path}: cannot be written: {error.strerror}") from None
    return key


def _load(path: Path, passphrase: str) -> ed25519.Ed25519PrivateKey:
    try:
        text = path.read_bytes()
        key = serialization.load_pem_private_key(text, passphrase.encode() if b"ENCRYPTED" in text else None)
    except OSError as error:
        raise OperationError(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise OperationError(
            f"{path}: no key in PEM that the passphrase opens; give the one it was made under"
        ) from None
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise OperationError(f"{path}: not an Ed25519 key")
    return key


def _der(key: PublicKeyTypes) -> bytes:
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def _sum(data: bytes) -> bytes:
    """What KMS signs in place of *data*, of which it takes 4,096 bytes at most (AWS KMS API Reference, "Sign")."""
    return hashlib.sha256(data).digest()


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decode(text: str) -> bytes:
    """Decode Base64 that stands for its bytes alone: spare bits count as an alteration."""
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("not Base64") from None
    if _encode(data) != text:
        raise ValueError("not canonical Base64")
    return data

"""Pulumi's passphrase secrets, so that either engine opens what the other sealed.

The format, found in any stack under the passphrase provider and held against recordings in the tests:
a value is `v1:<nonce>:<ciphertext>`, an encryption salt `v1:<salt>:<the word "pulumi" as such a value>`, all parts in
base64. The key is PBKDF2-HMAC-SHA256 of the passphrase, the cipher AES-256-GCM with the tag at the end.
"""

import base64
import binascii
import functools
import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sandbox.state.errors import PassphraseError, SecretsError

ITERATIONS = 1_000_000
KEY_BYTES = 32
NONCE_BYTES = 12
SALT_BYTES = 8
VERIFICATION_WORD = "pulumi"


class PassphraseCipher:
    """Seals and opens texts under one passphrase and salt.

    Deriving the key takes about 0.2 s; it is done once per process for a passphrase and salt, and for a new salt only
    when something is sealed.
    """

    def __init__(self, passphrase: str, encryption_salt: str = "") -> None:
        """Open the cipher that *encryption_salt* describes, or one with a new salt.

        Raises `SecretsError` when the salt is malformed, `PassphraseError` when it was made with another passphrase.
        """
        self._passphrase = passphrase
        if not encryption_salt:
            self._salt = os.urandom(SALT_BYTES)
            return
        version, _, rest = encryption_salt.partition(":")
        salt, _, verification = rest.partition(":")
        if version != "v1" or not verification:
            raise SecretsError("malformed encryption salt; expected v1:<salt>:v1:<nonce>:<ciphertext>")
        self._salt = _unbase64(salt)
        self.encryption_salt = encryption_salt
        if self._open(verification) != VERIFICATION_WORD:
            raise PassphraseError(
                "incorrect passphrase for this stack; set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE"
            )

    @functools.cached_property
    def encryption_salt(self) -> str:
        """The salt, and the word by which a passphrase is verified."""
        return f"v1:{base64.b64encode(self._salt).decode()}:{self.encrypt(VERIFICATION_WORD)}"

    @functools.cached_property
    def _aead(self) -> AESGCM:
        return AESGCM(_derive(self._passphrase, self._salt))

    def encrypt(self, plaintext: str) -> str:
        """Seal *plaintext* under a new nonce."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._aead.encrypt(nonce, plaintext.encode(), None)
        return f"v1:{base64.b64encode(nonce).decode()}:{base64.b64encode(sealed).decode()}"

    def decrypt(self, value: str) -> str:
        """Open *value*, or raise `SecretsError` when it is malformed or was sealed under another key."""
        plaintext = self._open(value)
        if plaintext is None:
            raise SecretsError("a secret was sealed under another key, or is damaged; set it again")
        return plaintext

    def _open(self, value: str) -> str | None:
        parts = value.split(":")
        if len(parts) != 3 or parts[0] != "v1":
            raise SecretsError("malformed secret; expected v1:<nonce>:<ciphertext>")
        try:
            return self._aead.decrypt(_unbase64(parts[1]), _unbase64(parts[2]), None).decode()
        except (InvalidTag, ValueError):
            return None


@functools.lru_cache(maxsize=8)
def _derive(passphrase: str, salt: bytes) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", passphrase.encode(), salt, ITERATIONS, KEY_BYTES)


def _unbase64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise SecretsError("malformed secret; its parts are not base64") from None

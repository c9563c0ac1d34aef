"""Signatures and headers of Standard Webhooks 1.0.0 ("Signature scheme", "Webhook headers"); secrets in rotation."""

import base64
import binascii
import hashlib
import hmac
import secrets as random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from functions.webhooks.errors import TooLargeError, UnfitSecretError

PREFIX: Final = "whsec_"
SECRET_BYTES: Final = 32
LEAST_BYTES, MOST_BYTES = 24, 64
"""Of a secret (the same, "Signature scheme": 192 to 512 bits)."""
MAX_BODY_BYTES: Final = 256 * 1024
"""The standard recommends 20 KiB; an event of the store may be larger."""
OVERLAP_MS: Final = 24 * 3600 * 1000
"""How long a secret that was replaced still signs, beside the new one: time for a customer to take the new one."""


@dataclass(frozen=True)
class Secret:
    """A secret of an endpoint."""

    text: str
    """As a customer holds it."""
    until_ms: int | None = None
    """When it no longer signs; None for the newest."""


def new_secret() -> Secret:
    """Return a drawn secret."""
    return Secret(PREFIX + base64.b64encode(random.token_bytes(SECRET_BYTES)).decode())


def rotated(kept: Sequence[Secret], new: Secret, now_ms: int) -> tuple[Secret, ...]:
    """Return the secrets after *new* took the place of the newest of *kept*: two at most sign at once."""
    newest = [each for each in kept if each.until_ms is None]
    return (new, *(Secret(each.text, now_ms + OVERLAP_MS) for each in newest))


def headers(kept: Sequence[Secret], identifier: str, now_ms: int, body: bytes) -> dict[str, str]:
    """Return the headers by which a receiver tells that *body* is ours: one signature for each secret in force.

    Raises:
        TooLargeError: *body* is larger than may be sent.
        UnfitSecretError: a secret isn't of the standard's form, or none is in force.
    """
    if len(body) > MAX_BODY_BYTES:
        raise TooLargeError(f"{len(body)} bytes; at most {MAX_BODY_BYTES} are sent")
    valid = [each for each in kept if each.until_ms is None or now_ms < each.until_ms]
    if not valid or "." in identifier:
        raise UnfitSecretError("no secret is in force, or the id has a full stop, which parts what is signed")
    seconds = str(now_ms // 1000)
    signed = b".".join((identifier.encode(), seconds.encode(), body))
    signatures = (hmac.new(_key(each), signed, hashlib.sha256).digest() for each in valid)
    return {
        "webhook-id": identifier,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(f"v1,{base64.b64encode(each).decode()}" for each in signatures),
    }


def _key(secret: Secret) -> bytes:
    try:
        key = base64.b64decode(secret.text.removeprefix(PREFIX), validate=True)
    except (ValueError, binascii.Error):
        key = b""
    if not secret.text.startswith(PREFIX) or not LEAST_BYTES <= len(key) <= MOST_BYTES:
        raise UnfitSecretError(f"a secret is {PREFIX} and {LEAST_BYTES} to {MOST_BYTES} bytes in base64")
    return key

"""Stands something in for what was personal: the same for the same value and purpose, and nothing across purposes."""

import base64
import hmac
import re
from dataclasses import dataclass
from typing import Final

from functions.anonymizer.errors import UnfitError
from functions.anonymizer.format_preserving import encrypted
from functions.anonymizer.kinds import FORMS, compact

TOKEN_BYTES: Final = 10
"""80 bits: among a billion values two are the same with a probability of one in two million (birthday bound)."""

_IDENTIFIERS: Final = frozenset(kind.name for kind in FORMS)


@dataclass(frozen=True)
class Pseudonyms:
    """Tokens and encrypted digits of one purpose."""

    key: bytes
    """32 bytes, that purpose's own."""

    def token(self, kind: str, value: str) -> str:
        """Return the token of *value*; of an identifier it is the same however it is written."""
        digest = hmac.digest(self.key, f"token\0{kind}\0{_same(kind, value)}".encode(errors="surrogatepass"), "sha256")
        return f"{kind}_{base64.b32encode(digest[:TOKEN_BYTES]).decode().lower()}"

    def formatted(self, field: str, value: str) -> str:
        """Return *value* with all of its digits encrypted, and whatever stands between them as it was.

        Raises:
            UnfitError: there are too few digits, or too many, or there is more than digits.
        """
        if re.search(r"[^\d ()+./-]", value, re.ASCII):
            raise UnfitError(f"{field}: something else than digits and what stands between them")
        digits = re.sub(r"\D", "", value)
        try:
            hidden = iter(encrypted(digits, hmac.digest(self.key, b"format", "sha256"), field.encode()))
        except ValueError as fault:
            raise UnfitError(f"{field}: {fault}") from None
        return "".join(next(hidden) if each.isdigit() else each for each in value)


def _same(kind: str, value: str) -> str:
    if kind in {"email", "ip_address", "mac_address"}:
        return value.casefold()
    if kind == "phone":
        return re.sub(r"\D", "", value)
    return compact(value) if kind in _IDENTIFIERS else value

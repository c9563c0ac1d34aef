"""User data, the script that an instance starts with, as text."""

import base64
import binascii
from typing import Any


def decoded(found: Any) -> str | None:
    """Return the text that *found* is the Base64 form of, or None where it is none."""
    if not isinstance(found, str):
        return None
    try:
        return base64.b64decode(found, validate=True).decode(errors="replace")
    except binascii.Error:
        return None

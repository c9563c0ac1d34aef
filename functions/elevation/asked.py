"""What a call asks, checked: each field with what is expected of it."""

import re
from collections.abc import Mapping
from typing import Any, Final

from functions.elevation.errors import MalformedError

MIN_MINUTES: Final = 15
ID: Final = re.compile(r"[0-9a-f]{16}")
TICKET: Final = re.compile(r"[A-Z][A-Z0-9]{1,9}-[0-9]{1,9}")
"""As Jira's and its like: a project's key and a number."""
REASON: Final = range(10, 501)
"""Characters of a reason: a sentence, and no essay."""


def request_id(call: Mapping[str, Any]) -> str:
    """Return the id that *call* names."""
    return _text(call, "request", ID, "16 hexadecimal digits, drawn by who asks")


def ticket(call: Mapping[str, Any]) -> str:
    """Return the ticket that *call* names."""
    return _text(call, "ticket", TICKET, "such as OPS-17")


def reason(call: Mapping[str, Any]) -> str:
    """Return why *call* is made."""
    found = call.get("reason")
    if not isinstance(found, str) or len(found.strip()) not in REASON or not found.isprintable():
        raise MalformedError(f"reason: a line of {REASON.start} to {REASON.stop - 1} characters")
    return found.strip()


def minutes(call: Mapping[str, Any], most: int) -> int:
    """Return for how long *call* asks, at *most* so many minutes."""
    found = call.get("minutes")
    if not isinstance(found, int) or isinstance(found, bool) or not MIN_MINUTES <= found <= most:
        raise MalformedError(f"minutes: a whole number from {MIN_MINUTES} to {most}")
    return found


def only(call: Mapping[str, Any], *names: str) -> None:
    """Refuse what *call* says besides *names*: a field that is passed over may have been meant."""
    if more := sorted(set(call) - {"do", "proof", *names}):
        raise MalformedError(f"{', '.join(more)}: not a field of this")


def _text(call: Mapping[str, Any], name: str, form: re.Pattern[str], expected: str) -> str:
    found = call.get(name)
    if not isinstance(found, str) or not form.fullmatch(found):
        raise MalformedError(f"{name}: {expected}")
    return found

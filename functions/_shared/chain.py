"""What was done, entry by entry, each with the digest of the one before: nothing of it can be changed, taken out or put
in without all that follows being made anew, and each digest stands in the log besides.

Entries name requests and stores and never a person, so that nothing here is ever to be forgotten.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final

BEGINNING: Final = "0" * 64
"""What stands for the digest before the first."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One link."""

    number: int
    """From 1, without holes."""
    at: str
    """When, by RFC 3339, in UTC."""
    request: str
    """Its id; empty for what no request came of."""
    act: str
    detail: Mapping[str, Any] = field(default_factory=dict)
    former: str
    """Digest of the entry before."""

    @property
    def digest(self) -> str:
        """Return SHA-256, in hexadecimal, of the entry as JSON with sorted names."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def following(last: Entry | None, request: str, act: str, detail: Mapping[str, Any], now: datetime) -> Entry:
    """Return the entry that comes after *last*, or is the first."""
    return Entry(
        number=last.number + 1 if last else 1,
        at=now.isoformat(timespec="milliseconds"),
        request=request,
        act=act,
        detail=detail,
        former=last.digest if last else BEGINNING,
    )


def faults(entries: Iterable[tuple[Entry, str]]) -> list[str]:
    """Return what is wrong with a chain from its beginning, each entry with the digest that is kept beside it.

    An end that was cut off isn't seen by this: the log has the last digest.
    """
    found: list[str] = []
    number, former = 0, BEGINNING
    for entry, kept in entries:
        number += 1
        if entry.number != number:
            found.append(f"entry {number} is missing; {entry.number} stands in its place")
            number = entry.number
        if entry.former != former:
            found.append(f"entry {entry.number} does not follow the one before it")
        if entry.digest != kept:
            found.append(f"entry {entry.number} was changed")
        former = kept
    return found

"""What is appended and what is kept: events, commits, receipts; and the names and sizes that are taken."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from functions.event_store.errors import MalformedError

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,199}")
"""Of streams, commits, subjects and event types. `#` parts the keys of tables and `/` paths, so neither is in it."""
MAX_VERSION: Final = 10**15
"""Versions and positions are 16 digits in keys, and exact in JSON readers that count by double (RFC 8259, 6)."""
MAX_EVENTS: Final = 1_000
"""Of one commit."""
PARTITIONS: Final = 4_096
"""Of a table, for good: a stream's partition is a hash of its name (docs/event-store.md, "Partitions")."""


@dataclass(frozen=True, kw_only=True)
class Personal:
    """Fields of an event that speak of *subject*."""

    subject: str
    pointers: Sequence[str]
    """JSON Pointers into the event's data (RFC 6901)."""


@dataclass(frozen=True, kw_only=True)
class NewEvent:
    """An event to append."""

    type: str
    schema: int
    """Version of the data's form, from 1."""
    data: Mapping[str, Any]
    personal: Sequence[Personal] = ()


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What an append answers, and answers again when the same commit comes again."""

    stream: str
    commit_id: str
    first: int
    """Version of its first event; versions count from 1."""
    count: int
    partition: int
    position: int
    """In the order of the partition, from 1 without holes."""
    epoch: int
    """Of the partition's home when it was written."""
    recorded_ms: int
    """By the writer's clock, which orders nothing."""

    @property
    def last(self) -> int:
        """Version of its last event, which is the stream's version after it."""
        return self.first + self.count - 1


@dataclass(frozen=True, kw_only=True)
class Commit(Receipt):
    """The events of one append, as they are kept: personal fields sealed, schemas as written."""

    events: Sequence[Mapping[str, Any]]
    """Each with `type`, `schema` and `data`."""
    stored_bytes: int


def partition_of(stream: str, partitions: int = PARTITIONS) -> int:
    """Return the partition in whose order *stream* is."""
    return int.from_bytes(hashlib.sha256(stream.encode()).digest()[:8], "big") % partitions


def checked_name(what: str, value: object) -> str:
    """Return *value* if it can be a name.

    Raises:
        MalformedError: it can't; the message holds none of it, as it may be a megabyte or hostile.
    """
    if not isinstance(value, str) or not NAME.fullmatch(value):
        raise MalformedError(f"{what} must match {NAME.pattern}")
    return value


def checked_number(what: str, value: object, least: int, most: int = MAX_VERSION) -> int:
    """Return *value* if it is a whole number from *least* to *most*.

    Raises:
        MalformedError: it isn't.
    """
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise MalformedError(f"{what} must be a whole number from {least} to {most}")
    return value

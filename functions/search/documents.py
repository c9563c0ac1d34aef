"""From the batches of events that CloudWatch Logs sends to documents, one an event.

A batch is compressed JSON with the events of one log stream; others only say that a subscription stands (CloudWatch
Logs User Guide, "Log group-level subscription filters").
"""

import gzip
import json
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from functions.search.errors import SearchError

DATA = "DATA_MESSAGE"
MAX_FIELDS_BYTES = 16_384
"""Longest message that is taken apart: of a longer one some value might be longer than the index takes a word for."""


@dataclass(frozen=True)
class Document:
    """One event as it is indexed."""

    id: str
    """The event's own, so that one that comes twice is kept once."""
    index: str
    """Index of its day."""
    timestamp_ms: int
    body: dict[str, Any]


def documents(data: bytes) -> list[Document]:
    """Return the documents of a batch.

    Raises:
        SearchError: it isn't a batch of CloudWatch Logs; the message repeats none of it.
    """
    try:
        batch = json.loads(gzip.decompress(data))
        events = batch["logEvents"] if batch["messageType"] == DATA else []
        return [_document(batch, event) for event in events]
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as fault:
        raise SearchError(f"a record is no batch of CloudWatch Logs: {type(fault).__name__}") from None


def _document(batch: dict[str, Any], event: dict[str, Any]) -> Document:
    when = datetime.fromtimestamp(event["timestamp"] / 1000, UTC)
    body = {
        "@timestamp": when.isoformat(timespec="milliseconds"),
        "account": batch["owner"],
        "log_group": batch["logGroup"],
        "log_stream": batch["logStream"],
        "message": event["message"],
    }
    if fields := _fields(event["message"]):
        body["fields"] = fields
    return Document(event["id"], f"siem-{when:%Y.%m.%d}", event["timestamp"], body)


def _fields(message: str) -> dict[str, Any] | None:
    """Return what a structured message says, to be searched by name."""
    if not message.startswith("{") or len(message.encode()) > MAX_FIELDS_BYTES:
        return None
    try:
        return json.loads(message)
    except ValueError:
        return None

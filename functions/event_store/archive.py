"""Sends commits to the lake as they are kept, sealed fields sealed: one line of JSON an event, a record a commit.

Firehose and the stream both deliver at least once: readers of the lake take one of each stream, version and epoch.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from functions.event_store.errors import EventStoreError
from functions.event_store.model import Commit
from functions.event_store.wire import canonical

MAX_RECORDS, MAX_BYTES = 500, 4 * 1024 * 1024
MAX_RECORD_BYTES: Final = 1_000 * 1024
"""Of one call, and of a record of it (Amazon Data Firehose API Reference, "PutRecordBatch")."""
MAX_RECORD_EVENTS: Final = 500
"""More in a record aren't taken apart (Amazon Data Firehose Developer Guide, "Apply dynamic partitioning to aggregated
data")."""
TRIES: Final = 5
PutRecords = Callable[[Sequence[dict[str, bytes]]], Sequence[dict[str, Any]]]
"""Firehose's `put_record_batch`: answers each record with a `RecordId`, or an `ErrorCode` if it is to be sent again."""


class NotArchivedError(EventStoreError, slug="not-archived", title="The archive did not take the commits", status=503):
    """Firehose didn't take everything; what it took may come again."""


def archive(commits: Sequence[Commit], put: PutRecords, pause: Callable[[int], None]) -> None:
    """Send *commits*; *pause* is called with the try before each that repeats what failed.

    Raises:
        NotArchivedError: some weren't taken.
    """
    left = [{"Data": data} for commit in commits for data in records(commit)]
    for attempt in range(TRIES):
        if attempt:
            pause(attempt)
        left = [record for batch in _batches(left) for record in _failed(batch, put(batch))]
        if not left:
            return
    raise NotArchivedError(
        f"{len(left)} records of {len(commits)} commits were not taken; they come again with the stream"
    )


def records(commit: Commit) -> Iterator[bytes]:
    """Yield *commit* as it is archived: in one record, or in several when it is too large for one."""
    facts = {
        "stream": commit.stream,
        "commit_id": commit.commit_id,
        "partition": commit.partition,
        "position": commit.position,
        "epoch": commit.epoch,
        "recorded_ms": commit.recorded_ms,
    }
    lines: list[bytes] = []
    size = 0
    for offset, event in enumerate(commit.events):
        line = canonical({**facts, "version": commit.first + offset, **event}) + b"\n"
        if lines and (size + len(line) > MAX_RECORD_BYTES or len(lines) == MAX_RECORD_EVENTS):
            yield b"".join(lines)
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    yield b"".join(lines)


def _failed(batch: Sequence[dict[str, bytes]], answers: Sequence[dict[str, Any]]) -> list[dict[str, bytes]]:
    return [record for record, answer in zip(batch, answers, strict=True) if answer.get("ErrorCode")]


def _batches(records: Sequence[dict[str, bytes]]) -> list[list[dict[str, bytes]]]:
    batches: list[list[dict[str, bytes]]] = []
    size = MAX_BYTES
    for record in records:
        if size + len(record["Data"]) > MAX_BYTES or len(batches[-1]) == MAX_RECORDS:
            batches.append([])
            size = 0
        batches[-1].append(record)
        size += len(record["Data"])
    return batches

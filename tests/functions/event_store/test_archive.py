from collections.abc import Sequence
from typing import Any

import pytest

from functions.event_store.archive import (
    MAX_BYTES,
    MAX_RECORD_BYTES,
    MAX_RECORD_EVENTS,
    MAX_RECORDS,
    NotArchivedError,
    archive,
)
from functions.event_store.model import Commit


def commit(first: int, *texts: str) -> Commit:
    events = [{"type": "X", "schema": 1, "data": {"x": text}} for text in texts]
    facts = {"partition": 0, "position": first, "epoch": 1, "recorded_ms": 0}
    return Commit(stream="s", commit_id="a", first=first, count=len(texts), **facts, events=events, stored_bytes=0)


class Firehose:
    """Refuses each record as often as it is told."""

    def __init__(self, refusals: int = 0) -> None:
        self.refusals, self.calls, self.kept = refusals, [], []

    def put(self, records: Sequence[dict[str, bytes]]) -> list[dict[str, Any]]:
        self.calls.append(records)
        if self.refusals:
            self.refusals -= 1
            self.kept += [record["Data"] for record in records[1:]]
            return [{"ErrorCode": "ServiceUnavailableException"}, *[{"RecordId": "1"}] * (len(records) - 1)]
        self.kept += [record["Data"] for record in records]
        return [{"RecordId": "1"}] * len(records)


def test_only_what_was_refused_is_sent_again() -> None:
    firehose, pauses = Firehose(2), []
    archive([commit(n, "x") for n in range(1, 4)], firehose.put, pauses.append)
    assert [len(call) for call in firehose.calls] == [3, 1, 1]
    assert len(set(firehose.kept)) == 3
    assert pauses == [1, 2]


def test_what_is_refused_for_good_is_told() -> None:
    with pytest.raises(NotArchivedError, match="1 records of 2 commits"):
        archive([commit(1, "x"), commit(2, "x")], Firehose(99).put, lambda _: None)


def test_calls_and_records_keep_to_what_firehose_takes() -> None:
    firehose = Firehose()
    large = [commit(n, *["x" * 890] * 1_000) for n in range(1, 11)]
    archive([*large, *[commit(n, "x") for n in range(11, 1_100)]], firehose.put, lambda _: None)
    assert max(len(call) for call in firehose.calls) <= MAX_RECORDS
    assert max(sum(len(record["Data"]) for record in call) for call in firehose.calls) <= MAX_BYTES
    assert max(map(len, firehose.kept)) <= MAX_RECORD_BYTES
    assert max(data.count(b"\n") for data in firehose.kept) <= MAX_RECORD_EVENTS
    assert b"".join(firehose.kept).count(b"\n") == 10 * 1_000 + 1_089


def test_nothing_is_sent_of_nothing() -> None:
    firehose = Firehose()
    archive([], firehose.put, lambda _: None)
    assert firehose.calls == []

"""Keeps every item and every stream record of DynamoDB that was acknowledged, whenever ministack is killed.

Ministack saves its state when it is stopped, and forgets everything when it is killed. Here each change of items stands
in a journal, with the records it put on streams, before the call is answered; a transaction or a batch is one line, so
that half of it is never found. A snapshot of all tables starts a new journal: where tables themselves change, and where
the journal has outgrown the snapshot, so that neither costs more than the changes did. It holds for a process that is
killed, not for a machine that loses power.

Positions in streams are counted from the stream's start, records that aged away included, and stay right over all this;
a mapping gets again what came after its last saved position (at least once, as in AWS).
"""

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from ministack.core import persistence  # pyright: ignore[reportMissingImports] - of another environment
from ministack.core.responses import (  # pyright: ignore[reportMissingImports]
    AccountRegionScopedDict,
    get_account_id,
    get_region,
)
from ministack.services import dynamodb, lambda_svc  # pyright: ignore[reportMissingImports]

from sandbox.dataplane.keeper import READS, save

JOURNAL_BYTES: Final = 1 << 22
"""A journal up to this size stays, however small the snapshot is."""
ITEM_CALLS: Final = frozenset(
    {
        *("BatchExecuteStatement", "BatchWriteItem", "DeleteItem", "ExecuteStatement", "PutItem", "TransactWriteItems"),
        *("UpdateItem", "BatchGetItem", "GetItem", "Query", "Scan", "TransactGetItems"),
    }
)
"""Calls of DynamoDB that change nothing but items. What ExecuteTransaction takes back again is no change of items."""
_GENERATION: Final = "groot_generation"
_STREAMS: Final = {
    "stream_records": dynamodb._stream_records,
    "stream_trimmed": dynamodb._stream_trimmed,
    "closed_streams": dynamodb._closed_streams,
}
"""What ministack doesn't save of streams, by the names that a snapshot has them under."""
_set, _remove = dynamodb._set_item, dynamodb._remove_item
_emit, _state = dynamodb._emit_stream_event, dynamodb.get_state


class Journal:
    """DynamoDB's changes since its snapshot, in `items-<generation>.jsonl`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._own = threading.local()
        self._generation = 0
        self._file: Any = None
        self._written = self._limit = 0

    def open(self) -> None:
        """Take up what was left, and follow every change from now on."""
        snapshot = persistence.load_state("dynamodb") or {}
        streams = [(store, snapshot.get(name, AccountRegionScopedDict())) for name, store in _STREAMS.items()]
        _begin_where_they_were(*(kept for _, kept in streams[:2]))
        for store, kept in streams:
            store.update(kept)
        for generation in sorted(self._generations()):
            if generation >= snapshot.get(_GENERATION, 0):
                self._replay(self._path(generation))
            self._generation = max(self._generation, generation)
        dynamodb._set_item, dynamodb._remove_item = self._set_item, self._remove_item
        dynamodb._emit_stream_event, dynamodb.get_state = self._emit_record, self._next_generation
        dynamodb.handle_request = self._following(dynamodb.handle_request)
        self.snapshot()

    def snapshot(self) -> None:
        """Save all tables, and begin the journal anew."""
        size = save(self._folder, "dynamodb", dynamodb.get_state())
        for generation in self._generations():
            if generation < self._generation:
                self._path(generation).unlink()
        self._limit = max(JOURNAL_BYTES, size)

    @contextlib.contextmanager
    def _together(self) -> Iterator[list[Any]]:
        """Write what this thread changes meanwhile as one line."""
        outer = getattr(self._own, "changes", None)
        changes = self._own.changes = [] if outer is None else outer
        try:
            yield changes
        finally:
            self._own.changes = outer
            if outer is None and changes:
                line = json.dumps(changes).encode() + b"\n"
                with self._lock:
                    self._file.write(line)
                    self._written += len(line)

    def _following(self, handle: Callable[..., Any]) -> Callable[..., Any]:
        async def handle_request(method: str, path: str, headers: Any, body: bytes, query: Any) -> Any:
            with self._together():  # the handler gives way to no other
                answer = await handle(method, path, headers, body, query)
            call = headers.get("x-amz-target", "").rpartition(".")[2]
            if (call not in ITEM_CALLS and not call.startswith(READS)) or self._written > self._limit:
                self.snapshot()
            return answer

        return handle_request

    def _set_item(self, table: Any, partition: str, sort: str, item: Any) -> Any:
        with self._together() as changes:
            changes.append(["item", *_place(table), partition, sort, item])
            return _set(table, partition, sort, item)

    def _remove_item(self, table: Any, partition: str, sort: str) -> Any:
        with self._together() as changes:
            changes.append(["item", *_place(table), partition, sort, None])
            return _remove(table, partition, sort)

    def _emit_record(self, table: str, *given: Any, **named: Any) -> None:
        with self._together() as changes:
            before = dynamodb.stream_end_position(table)
            _emit(table, *given, **named)
            for record in dynamodb.stream_records_since(table, before, 1):
                changes.append(["record", get_account_id(), get_region(), table, record])

    def _next_generation(self) -> dict[str, Any]:
        """Return the state to save, and begin the journal of what comes after it."""
        with self._lock:
            self._generation += 1
            if self._file:
                self._file.close()
            self._file = self._path(self._generation).open("ab", buffering=0)
            self._written = 0
        return {**_state(), **_STREAMS, _GENERATION: self._generation}

    def _replay(self, path: Path) -> None:
        for line in path.read_bytes().split(b"\n")[:-1]:  # a line without an end was never answered
            for kind, account, region, name, *what in json.loads(line):
                table = dynamodb._tables.get_scoped(account, region, name)
                if kind == "record":
                    if not dynamodb._stream_records.contains_scoped(account, region, name):
                        dynamodb._stream_records.set_scoped(account, region, name, [])
                    dynamodb._stream_records.get_scoped(account, region, name).extend(what)
                elif table is not None:
                    partition, sort, item = what
                    _remove(table, partition, sort) if item is None else _set(table, partition, sort, item)

    def _generations(self) -> list[int]:
        return [int(path.stem.removeprefix("items-")) for path in self._folder.glob("items-*.jsonl")]

    def _path(self, generation: int) -> Path:
        return self._folder / f"items-{generation}.jsonl"


def _place(table: Any) -> tuple[str, str, str]:
    """Return the account, the region and the name of a table."""
    _, _, _, region, account, _ = table["TableArn"].split(":", 5)
    return account, region, table["TableName"]


def _begin_where_they_were(records: Any, trimmed: Any) -> None:
    """Let mappings that have read nothing yet begin where streams ended at the snapshot, not after what followed it."""
    for account, region, mapping in lambda_svc._iter_all_esms():
        source, place = mapping.get("EventSourceArn", ""), (account, region, mapping["UUID"])
        if ":dynamodb:" not in source or mapping.get("StartingPosition") != "LATEST":
            continue
        stream = (account, region, source.split("/")[1])
        if not lambda_svc._dynamodb_stream_positions.contains_scoped(*place):
            end = trimmed.get_scoped(*stream, 0) + len(records.get_scoped(*stream) or [])
            lambda_svc._dynamodb_stream_positions.set_scoped(*place, end)

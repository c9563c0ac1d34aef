"""A stream's state at a version, kept where reading all of its events would cost more.

State is folded from events as they are kept, sealed fields and all, so that a snapshot forgets a subject as the events
do. One item a stream and schema; a snapshot of another schema is passed over and its stream folded anew.
"""

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from functions.event_store.commits import Commits
from functions.event_store.upcasting import Event, Upcasters
from functions.event_store.wire import MAX_BODY_BYTES, Item, canonical

LEAST_BYTES: Final = 16 * 1024
"""Of events, below which a read is about one page of four units and nothing is worth saving."""
READ_UNIT_BYTES: Final = 4 * 1024
WRITE_UNIT_BYTES: Final = 1024
"""Amazon DynamoDB Developer Guide, "Read and write operations"."""
WRITE_TO_READ_PRICE: Final = 5.0
"""A write unit costs five read units (Amazon DynamoDB pricing, on-demand: $0.625 and $0.125 a million)."""
READS_TO_PAY: Final = 10
"""A snapshot is worth its write if ten reads earn it back."""


@dataclass(frozen=True, kw_only=True)
class Fold:
    """How a stream's state comes of its events."""

    schema: int
    """Of the state; a change of `initial` or `apply` that changes what comes of it is a new one."""
    initial: Any
    apply: Callable[[Any, Event, int], Any]
    """Returns the state after an event at a version, given the state before; changes neither."""


@dataclass(frozen=True, kw_only=True)
class State:
    """What a stream came to."""

    version: int
    value: Any
    """Sealed fields are as they were kept."""
    read_events: int
    """That came after the snapshot it was read from, if from any."""


@dataclass
class Snapshots:
    """States of streams, from snapshots where there are."""

    commits: Commits
    upcast: Upcasters

    def read(self, stream: str, fold: Fold) -> State:
        """Return *stream*'s present state, and keep a snapshot of it when that is worth it.

        Raises:
            UnknownSchemaError: as the upcasters do.
        """
        item = self._kept(stream, fold.schema)
        version, value = (int(item["version"]["N"]), _unpacked(item)) if item else (0, fold.initial)
        begun, unread_bytes, last = version, 0, None
        for commit in self.commits.read(stream, version + 1):
            for offset, event in enumerate(commit.events):
                value = fold.apply(value, self.upcast(event), commit.first + offset)
            version, last = commit.last, commit
            unread_bytes += commit.stored_bytes
        if last and unread_bytes >= LEAST_BYTES:
            body = zlib.compress(canonical(value))
            if len(body) <= MAX_BODY_BYTES and worth(unread_bytes, len(body)):
                facts = {"epoch": {"N": str(last.epoch)}, "position": {"N": str(last.position)}}
                self._keep({**_key(stream, fold.schema), **facts, "version": {"N": str(version)}, "body": {"B": body}})
        return State(version=version, value=value, read_events=version - begun)

    def _kept(self, stream: str, schema: int) -> Item | None:
        """Return the snapshot, unless a failover refused what it was made of."""
        item = self.commits.table.get(_key(stream, schema))
        if item is None or not self.commits.holds(stream, int(item["epoch"]["N"]), int(item["position"]["N"])):
            return None
        return item

    def _keep(self, item: Mapping[str, Any]) -> None:
        self.commits.table.client.put_item(TableName=self.commits.table.name, Item=item)


def worth(unread_bytes: int, snapshot_bytes: int) -> bool:
    """Return whether writing a snapshot costs less than it saves the next reads."""
    saved_units = (unread_bytes - snapshot_bytes) / READ_UNIT_BYTES
    return saved_units * READS_TO_PAY >= snapshot_bytes / WRITE_UNIT_BYTES * WRITE_TO_READ_PRICE


def _key(stream: str, schema: int) -> Item:
    return {"pk": {"S": f"s#{stream}"}, "sk": {"S": f"n#{schema:06d}"}}


def _unpacked(item: Item) -> Any:
    return json.loads(zlib.decompress(item["body"]["B"]))

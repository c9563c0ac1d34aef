"""Appends commits to streams.

An append is one transaction of four actions: the partition's home is this region in this epoch; the commit takes the
next place of the partition's order; it is the first with its version in the stream; and its id is new there. A commit
begins where another was seen to end, so that the first two appends at one version contend for one key.
"""

import random
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from botocore.exceptions import ClientError

from functions.event_store.epochs import Epoch
from functions.event_store.errors import (
    BusyError,
    CommitIdReusedError,
    VersionConflictError,
)
from functions.event_store.model import Receipt, partition_of
from functions.event_store.order import tail
from functions.event_store.streams import Streams
from functions.event_store.table import CancelledError
from functions.event_store.wire import (
    Item,
    commit_item,
    marker_item,
    marker_key,
    order_item,
    packed,
    receipt_of,
)

TRIES: Final = 12
"""Of one append. Each time that one comes too late another has come through, and they wait at random."""
PAUSE_SECONDS: Final = 0.01
"""About one transaction; doubled each time up to `MAX_PAUSE_SECONDS` (AWS Builders' Library, "Timeouts, retries and
backoff with jitter")."""
MAX_PAUSE_SECONDS: Final = 0.5
REMEMBERED_STREAMS: Final = 10_000
THROTTLED: Final = frozenset(
    {"ThrottlingException", "ProvisionedThroughputExceededException", "TransactionInProgressException"}
)
HOME, ORDER, COMMIT, MARKER = range(4)
"""The actions of an append."""
ABSENT: Final = "attribute_not_exists(pk)"


@dataclass
class Commits(Streams):
    """The streams of a table, and what is appended to them."""

    now_ms: Callable[[], int]
    sleep: Callable[[float], None]
    _tails: dict[int, tuple[int, int]] = field(default_factory=dict, init=False)
    """Epoch and last known position of each partition."""
    _versions: OrderedDict[str, tuple[int, int]] = field(default_factory=OrderedDict, init=False)
    """Epoch in which, and version at which, each of the streams last touched was seen to end."""

    def append(self, stream: str, expected: int, events: Sequence[Mapping[str, Any]], commit_id: str) -> Receipt:
        """Append *events* to *stream*, which is at version *expected*, and say where they are.

        The same commit, sent again, gets the same answer; its id stands for it for good.

        Raises:
            VersionConflictError: the stream is at another version.
            CommitIdReusedError: the id holds other events.
            NotHomeError, NotArrivedError: this region doesn't write it, or not yet.
            CommitTooLargeError, BusyError: as they say.
        """
        body, digest = packed(events)
        partition = partition_of(stream, self.partitions)
        for attempt in range(TRIES):
            epoch = self.homes.writable(partition)
            receipt = Receipt(
                stream=stream,
                commit_id=commit_id,
                first=expected + 1,
                count=len(events),
                partition=partition,
                position=self._next_position(partition, epoch),
                epoch=epoch.number,
                recorded_ms=self.now_ms(),
            )
            marker: Item | None = None
            if self._version(stream, epoch) != expected:
                self.homes.asked(partition)  # what an old home has read is no answer
                self.homes.writable(partition)
                marker = self.table.get(marker_key(stream, commit_id))
                if marker is None or not self._holds(receipt_of(marker)):
                    self._versions.pop(stream, None)
                    current = self._version(stream, epoch)
                    if current != expected:
                        raise VersionConflictError(stream, expected, current)
                    continue
                return self._again(marker, digest, expected)
            try:
                self.table.transact(self._actions(receipt, epoch, body, digest))
            except CancelledError as fault:
                if fault.failed(MARKER) and not fault.failed(HOME):
                    marker = fault.items[MARKER] or self.table.get(marker_key(stream, commit_id))
                    if marker and self._holds(receipt_of(marker)):
                        return self._again(marker, digest, expected)
                    if marker:
                        self._drop(marker)
                        continue
                self._look_again(fault, stream, partition)
            except ClientError as fault:
                if fault.response["Error"]["Code"] not in THROTTLED:
                    raise
            else:
                self._tails[partition] = (epoch.number, receipt.position)
                self._remember(stream, epoch.number, receipt.last)
                return receipt
            self.sleep(random.uniform(0, min(PAUSE_SECONDS * 2**attempt, MAX_PAUSE_SECONDS)))  # noqa: S311 - jitter
        raise BusyError(partition)

    def _next_position(self, partition: int, epoch: Epoch) -> int:
        number, position = self._tails.get(partition, (0, 0))
        if number != epoch.number:
            position = tail(self.table, partition, epoch)
            self._tails[partition] = (epoch.number, position)
        return position + 1

    def _version(self, stream: str, epoch: Epoch) -> int:
        number, version = self._versions.get(stream, (0, 0))
        if number != epoch.number:
            version = self.version(stream)
            self._remember(stream, epoch.number, version)
        return version

    def _remember(self, stream: str, epoch: int, version: int) -> None:
        self._versions[stream] = (epoch, version)
        self._versions.move_to_end(stream)
        if len(self._versions) > REMEMBERED_STREAMS:
            self._versions.popitem(last=False)

    def _actions(self, receipt: Receipt, epoch: Epoch, body: bytes, digest: bytes) -> list[dict[str, Any]]:
        return [
            self.homes.fence(receipt.partition, epoch),
            self.table.put(order_item(receipt), ABSENT),
            self.table.put(commit_item(receipt, body), ABSENT),
            self.table.put(marker_item(receipt, digest), ABSENT),
        ]

    def _again(self, marker: Item, digest: bytes, expected: int) -> Receipt:
        receipt = receipt_of(marker)
        if marker["digest"]["B"] != digest or receipt.first != expected + 1:
            raise CommitIdReusedError(receipt.stream, receipt.commit_id)
        return receipt

    def _drop(self, marker: Item) -> None:
        """Free an id whose commit a failover refused, unless it was used again meanwhile."""
        receipt = receipt_of(marker)
        self.table.delete(marker_key(receipt.stream, receipt.commit_id), {"facts": marker["facts"]})

    def _look_again(self, fault: CancelledError, stream: str, partition: int) -> None:
        """Forget what turned out to be old."""
        if fault.failed(HOME):
            self.homes.asked(partition)
        if fault.failed(ORDER):
            self._tails.pop(partition, None)
        if fault.failed(COMMIT):
            self._versions.pop(stream, None)

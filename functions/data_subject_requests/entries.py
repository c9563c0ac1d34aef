"""A chain of entries in a table: each written with what it tells of, in one transaction, or not at all.

An entry is the item `chain` with its number as sort key. Whoever keeps such a chain writes it through this.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from functions._shared.chain import Entry, following
from functions.event_store.table import CancelledError, Table
from functions.event_store.wire import Item

TRIES: Final = 8
"""Of one entry; each time that one comes too late another has come through."""
LAST: Final = "9" * 12
"""Above the sort key of every entry."""
NEW: Final = "attribute_not_exists(pk)"


class OvertakenError(Exception):
    """Nothing was written."""

    def __init__(self, failed: Sequence[int]) -> None:
        super().__init__(f"conditions that did not hold: {list(failed)}")
        self.failed = failed
        """Which actions' conditions didn't hold; none where others kept writing the chain."""


@dataclass(frozen=True)
class Entries:
    """The chain in *table*, at *now*; *told* hears of each entry that was made."""

    table: Table
    now: Callable[[], datetime]
    told: Callable[[Entry], None]

    def enter(self, request: str, act: str, detail: Mapping[str, Any], actions: Sequence[dict[str, Any]] = ()) -> Entry:
        """Add an entry to the chain, with *actions* of a transaction or not at all.

        Raises:
            OvertakenError: a condition of *actions* didn't hold, or others kept coming first.
        """
        for _ in range(TRIES):
            entry = following(self._last(), request, act, detail, self.now())
            try:
                self.table.transact([*actions, self.table.put(_item(entry), NEW)])
            except CancelledError as fault:
                if failed := [index for index in range(len(actions)) if fault.failed(index)]:
                    raise OvertakenError(failed) from None
                continue
            self.told(entry)
            return entry
        raise OvertakenError(())

    def all(self) -> Iterator[tuple[Entry, str]]:
        """Yield the chain from its beginning, each entry with its digest as it was kept."""
        for item in self.table.query("chain", "0", LAST):
            yield _entry(item), item["digest"]["S"]

    def _last(self) -> Entry | None:
        found = next(self.table.query("chain", "0", LAST, backward=True, page=1), None)
        return _entry(found) if found else None


def _item(entry: Entry) -> Item:
    body = json.dumps(asdict(entry), sort_keys=True)
    return {
        "pk": {"S": "chain"},
        "sk": {"S": f"{entry.number:012d}"},
        "body": {"S": body},
        "digest": {"S": entry.digest},
    }


def _entry(item: Item) -> Entry:
    return Entry(**json.loads(item["body"]["S"]))

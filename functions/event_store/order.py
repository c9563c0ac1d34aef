"""The order of a partition: its places, one a commit, without holes; and the commits at them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from functions.event_store.epochs import Epoch, Home
from functions.event_store.model import MAX_VERSION, Commit
from functions.event_store.table import BATCH_KEYS, Table
from functions.event_store.wire import Item, commit_key, commit_of, order_key

NOTHING: Final[Mapping[int, Commit]] = {}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What is at a place."""

    position: int
    epoch: int
    commit: Commit | None
    """None where a home begins."""


def place(epoch: int, position: int = MAX_VERSION * 10 - 1) -> str:
    """Return the sort key of a place; by default one after all of the epoch's."""
    return f"{epoch:06d}#{position:016d}"


def tail(table: Table, partition: int, epoch: Epoch) -> int:
    """Return the last position of *epoch*; 0 when nothing was ever written."""
    low, high = place(epoch.number, 0), place(epoch.number)
    last = next(table.query(f"o#{partition}", low, high, backward=True, page=1), None)
    return int(last["sk"]["S"].partition("#")[2]) if last else epoch.since - 1


def moved_on(table: Table, homes: Mapping[int, Home], positions: Mapping[int, int]) -> list[int]:
    """Return which partitions have a place after the one given, a hundred a call."""
    following = {each: order_key(each, homes[each].at(at + 1), at + 1) for each, at in positions.items()}
    found = table.get_many([*following.values()])
    return [each for each, key in following.items() if (key["pk"]["S"], key["sk"]["S"]) in found]


def after(
    table: Table, partition: int, home: Home, position: int, known: Mapping[int, Commit] = NOTHING
) -> Iterator[Entry]:
    """Yield what comes after *position*, in order, up to the end or to the first that hasn't arrived here.

    Commits in *known*, by position, aren't read again; they are part of the order (`Home.holds`).
    """
    while True:
        while position + 1 in known:
            position += 1
            commit = known[position]
            yield Entry(position=position, epoch=commit.epoch, commit=commit)
        for entry in _read(table, partition, home, position):
            if entry.position != position + 1:
                return
            position = entry.position
            yield entry
            if position + 1 in known:
                break
        else:
            return


def _read(table: Table, partition: int, home: Home, position: int) -> Iterator[Entry]:
    places = _places(table, partition, home, position)
    while page := list(islice(places, BATCH_KEYS)):
        keys = [_commit_key(item, epoch) for item, epoch in page if "stream" in item]
        commits = table.get_many(keys)
        for item, epoch in page:
            at = int(item["sk"]["S"].partition("#")[2])
            if "stream" not in item:
                yield Entry(position=at, epoch=epoch, commit=None)
                continue
            key = _commit_key(item, epoch)
            found = commits.get((key["pk"]["S"], key["sk"]["S"]))
            if found is None:
                return
            yield Entry(position=at, epoch=epoch, commit=commit_of(found))


def _places(table: Table, partition: int, home: Home, position: int) -> Iterator[tuple[Item, int]]:
    for epoch in home.epochs:
        end = home.end(epoch.number)
        last = place(epoch.number, end - 1) if end else place(epoch.number)
        low = place(epoch.number, max(position + 1, epoch.since))
        for item in table.query(f"o#{partition}", low, last):
            yield item, epoch.number


def _commit_key(item: Item, epoch: int) -> Item:
    return commit_key(item["stream"]["S"], int(item["first"]["N"]), epoch)

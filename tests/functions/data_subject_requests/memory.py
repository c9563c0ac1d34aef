"""Tables in memory that heed the conditions which desks write under."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from functions.event_store.table import CancelledError, Table
from functions.event_store.wire import Item

Items = dict[tuple[str, str], Item]


@dataclass(frozen=True)
class MemoryTable(Table):
    """A table, among others that are written with it."""

    all: dict[str, Items] = field(default_factory=dict)

    @property
    def items(self) -> Items:
        return self.all.setdefault(self.name, {})

    def get(self, key: Item) -> Item | None:
        return self.items.get(_key(key))

    def query(self, pk: str, low: str, high: str, *, backward: bool = False, page: int | None = None) -> Iterator[Item]:
        found = sorted((at for at in self.items if at[0] == pk and low <= at[1] <= high), reverse=backward)
        yield from [self.items[at] for at in found]

    def delete(self, key: Item, held: Item) -> None:
        there = self.items.get(_key(key), {})
        if all(there.get(name) == value for name, value in held.items()):
            self.items.pop(_key(key), None)

    def transact(self, actions: Sequence[dict[str, Any]]) -> None:
        failed = [_fails(self.all, next(iter(action.values()))) for action in actions]
        if any(failed):
            raise CancelledError([{"Code": "ConditionalCheckFailed" if each else "None"} for each in failed])
        for action in actions:
            for verb, what in action.items():
                items = self.all.setdefault(what["TableName"], {})
                if verb == "Put":
                    items[_key(what["Item"])] = what["Item"]
                elif verb == "Delete":
                    items.pop(_key(what["Key"]), None)


def _key(item: Item) -> tuple[str, str]:
    return item["pk"]["S"], item["sk"]["S"]


def _fails(tables: dict[str, Items], what: dict[str, Any]) -> bool:
    condition, values = what.get("ConditionExpression"), what.get("ExpressionAttributeValues", {})
    there = tables.get(what["TableName"], {}).get(_key(what.get("Item") or what["Key"]))
    if condition == "attribute_not_exists(pk)":
        return there is not None
    if condition == "attribute_not_exists(pk) OR ends_at <= :now":
        return there is not None and there["ends_at"]["S"] > values[":now"]["S"]
    if condition == "version = :former":
        return there is None or there["version"] != values[":former"]
    assert condition is None
    return False

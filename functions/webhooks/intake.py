"""What is to be sent: each event to each endpoint once, and again when somebody asks for it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from functions.event_store.table import CancelledError, Table
from functions.webhooks import items
from functions.webhooks.delivery import Delivery, State, replayed
from functions.webhooks.items import LAST, Entry
from functions.webhooks.lanes import Lanes

MOST_REPLAYED: Final = 500
"""Of one call."""


@dataclass(frozen=True)
class Intake:
    """Puts into *table*."""

    table: Table

    def add(self, entry: Entry, now_ms: int) -> None:
        """Keep *entry* to be sent, unless it was kept before; its endpoint is looked at in either case."""
        try:
            self.table.transact(self._actions(entry, now_ms, "attribute_not_exists(pk)"))
        except CancelledError as fault:
            if not fault.failed(0):
                raise
        Lanes(self.table).wake(entry.delivery.endpoint, now_ms)

    def log(self, endpoint: str, first: str = "", last: str = LAST, *, backward: bool = False) -> Iterator[Entry]:
        """Yield what was to be sent to *endpoint*, by ids from *first* to *last*, which are in the order of time."""
        pk = items.place(endpoint)
        for item in self.table.query(pk, f"d#{first}", f"d#{last}", backward=backward, page=100):
            yield items.entry_of(item)

    def replay(self, endpoint: str, first: str, last: str, now_ms: int) -> tuple[int, str]:
        """Send again, under the same ids, what is done, delivered or dead, of the ids from *first* to *last*.

        Return how many that is, `MOST_REPLAYED` at most, and the id to ask for the rest from, empty if there is none.
        """
        found, rest = 0, ""
        for entry in self.log(endpoint, first, last):
            if found == MOST_REPLAYED:
                rest = entry.delivery.id
                break
            if entry.delivery.state is not State.PENDING and self._again(entry, now_ms):
                found += 1
        Lanes(self.table).wake(endpoint, now_ms)
        return found, rest

    def _again(self, entry: Entry, now_ms: int) -> bool:
        anew = replace(entry, delivery=replayed(entry.delivery, now_ms), attempts=())
        try:
            self.table.transact(self._actions(anew, now_ms, "#state <> :pending"))
        except CancelledError as fault:
            if not fault.failed(0):
                raise
            return False  # another has asked for it meanwhile
        return True

    def _actions(self, entry: Entry, now_ms: int, condition: str) -> list[dict[str, object]]:
        kept = self.table.put(items.delivery_item(entry, now_ms), condition)
        if "#state" in condition:
            kept["Put"]["ExpressionAttributeNames"] = {"#state": "state"}
            kept["Put"]["ExpressionAttributeValues"] = {":pending": {"S": State.PENDING}}
        found = [kept, self._put(items.due_item(entry))]
        return [*found, self._put(items.turn_item(entry))] if entry.ordered else found

    def _put(self, item: items.Item) -> dict[str, object]:
        return {"Put": {"TableName": self.table.name, "Item": item}}


def window(first_ms: int, last_ms: int) -> tuple[str, str]:
    """Return the ids between which are all events recorded from *first_ms* to *last_ms*."""
    return f"evt_{first_ms:013d}", f"evt_{last_ms:013d}{LAST}"


def pending(one: Delivery, *, type_: str, ordered: bool) -> Entry:
    """Return *one* as it is kept before the first attempt."""
    return Entry(delivery=one, ordered=ordered, type=type_)

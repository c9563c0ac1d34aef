"""Deliveries in a table (`items.py`), as one worker sees them: what `core.Dispatcher` takes and settles."""

from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from functions.event_store.table import CancelledError, Table
from functions.webhooks import items
from functions.webhooks.delivery import Delivery, Health, Outcome, State
from functions.webhooks.items import LAST, Entry
from functions.webhooks.lanes import TURN_MS, Lane, Lanes

LOOK_MS: Final = 250
"""How often the index is read while there is something under way."""
MOST_LANES: Final = 512
"""That a worker has at once: as many as it has places (`core.PLACES`)."""
MOST_PARKED: Final = 20
"""Of a lane at once: what waits behind another of its key is taken off the list, one transaction each."""


@dataclass
class Kept:
    """The deliveries of *table*; `close` when nothing more is claimed."""

    table: Table
    _lanes: OrderedDict[str, Lane] = field(default_factory=OrderedDict)
    _looked_ms: int = -LOOK_MS

    def claim(self, now_ms: int, most: int, under_way: Counter[str]) -> Sequence[Delivery]:  # noqa: ARG002
        """Return what is due; see `core.Deliveries`. Each lane knows itself what is under way."""
        if not self._lanes or now_ms - self._looked_ms >= LOOK_MS:
            self._look(now_ms)
        found: list[Delivery] = []
        for lane in [*self._lanes.values()]:
            if len(found) == most:
                break
            self._lanes.move_to_end(lane.endpoint)
            over = now_ms - lane.since_ms >= TURN_MS
            places = 0 if over else lane.health.at_once(now_ms) - len(lane.under_way)
            if places > 0 and not lane.drained:
                found += self._take(lane, now_ms, min(places, most - len(found)))
            if not lane.under_way and (over or lane.drained or places <= 0):
                self._let_go(lane)
        return found

    def health(self, endpoint: str) -> Health:
        """Return how *endpoint* has answered: as the lane says, which is this worker's."""
        lane = self._lanes.get(endpoint)
        return lane.health if lane else Health()

    def settle(self, delivery: Delivery, health: Health, outcome: Outcome, now_ms: int) -> None:
        """Keep what came of an attempt; nothing where the lane isn't this worker's any more: then it comes again."""
        lane = self._lanes.get(delivery.endpoint)
        if not lane or not (before := lane.under_way.pop(delivery.id, None)):
            return
        after = before.tried(delivery, outcome, now_ms)
        actions = [
            Lanes(self.table).keep(lane, health),
            self._put_pending(items.delivery_item(after, now_ms)),
            self._drop(items.due_key(before.delivery)),
        ]
        if delivery.state is State.PENDING:
            actions.append(self._put(items.due_item(after)))
        elif after.ordered:
            actions += [self._drop(items.turn_key(delivery)), *self._next_of_key(delivery)]
        try:
            self.table.transact(actions)
        except CancelledError as fault:
            if "ConditionalCheckFailed" not in fault.codes:  # somebody else was at one of the items: it comes again
                lane.drained = False
                return
            del self._lanes[delivery.endpoint]
            return
        lane.health, lane.drained = health, False

    def close(self) -> None:
        """Let go of all lanes; what is under way comes again."""
        for lane in [*self._lanes.values()]:
            self._let_go(lane)

    def _look(self, now_ms: int) -> None:
        self._looked_ms = now_ms
        lanes = Lanes(self.table)
        for _, endpoint, seen in sorted(lanes.waiting(now_ms)):
            if lane := self._lanes.get(endpoint):
                if lane.seen != seen:
                    lane.seen, lane.drained = seen, False
            elif len(self._lanes) < MOST_LANES and (leased := lanes.lease(endpoint, seen, now_ms)):
                self._lanes[endpoint] = leased

    def _let_go(self, lane: Lane) -> None:
        del self._lanes[lane.endpoint]
        Lanes(self.table).release(lane)

    def _take(self, lane: Lane, now_ms: int, most: int) -> list[Delivery]:
        found: list[Delivery] = []
        parked = 0
        page = most + len(lane.under_way) + 1
        for item in self.table.query(items.place(lane.endpoint), "p#", f"p#{now_ms:016d}#{LAST}", page=page):
            entry = items.entry_of(item)
            if entry.delivery.id in lane.under_way:
                continue
            if len(found) == most or parked == MOST_PARKED:
                return found
            if entry.ordered and (first := self._first_of_key(entry.delivery)):
                self._park(lane, entry, first)
                parked += 1
                continue
            lane.under_way[entry.delivery.id] = entry
            found.append(entry.delivery)
        lane.drained = True
        return found

    def _first_of_key(self, one: Delivery) -> items.Item | None:
        """Return the first of *one*'s key if that is another."""
        low = items.turn_key(replace(one, sequence=0))
        first = next(self.table.query(low["pk"]["S"], low["sk"]["S"], items.turn_key(one)["sk"]["S"], page=1), None)
        return first if first and first["sk"] != items.turn_key(one)["sk"] else None

    def _park(self, lane: Lane, entry: Entry, first: items.Item) -> None:
        """Take *entry* off the list of what is to be sent, while the *first* of its key isn't done: what is done lists
        the next."""
        there = {
            "TableName": self.table.name,
            "Key": {"pk": first["pk"], "sk": first["sk"]},
            "ConditionExpression": "attribute_exists(pk)",
        }
        try:
            self.table.transact(
                [Lanes(self.table).hold(lane), {"ConditionCheck": there}, self._drop(items.due_key(entry.delivery))]
            )
        except CancelledError:
            lane.drained = False

    def _next_of_key(self, done: Delivery) -> list[dict[str, Any]]:
        """Return the action that lists what comes after *done*."""
        bounds = (replace(done, sequence=each) for each in (done.sequence + 1, 10**16 - 1))
        low, high = (items.turn_key(each)["sk"]["S"] for each in bounds)
        following = next(self.table.query(items.place(done.endpoint), low, high, page=1), None)
        found = following and self.table.get(items.delivery_key(done.endpoint, following["id"]["S"]))
        return [self._put(items.due_item(items.entry_of(found)))] if found else []

    def _put(self, item: items.Item) -> dict[str, Any]:
        return {"Put": {"TableName": self.table.name, "Item": item}}

    def _put_pending(self, item: items.Item) -> dict[str, Any]:
        return {
            "Put": {
                "TableName": self.table.name,
                "Item": item,
                "ConditionExpression": "#state = :pending",
                "ExpressionAttributeNames": {"#state": "state"},
                "ExpressionAttributeValues": {":pending": {"S": State.PENDING}},
            }
        }

    def _drop(self, key: items.Item) -> dict[str, Any]:
        return {"Delete": {"TableName": self.table.name, "Key": key}}

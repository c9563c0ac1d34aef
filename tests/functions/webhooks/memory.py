"""Deliveries in this process's memory, as a table keeps them: for measurements, and what workers do in any order."""

import heapq
from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from functions.webhooks.delivery import Delivery, Health, Outcome, State

LEASE_MS = 60_000


@dataclass
class Memory:
    """All of it. A claimed delivery comes again when its lease is over, as after a worker's death."""

    ordered: set[str] = field(default_factory=set)
    """Endpoints that ask for the order of keys."""
    kept: dict[tuple[str, str], Delivery] = field(default_factory=dict)
    """By endpoint and id."""
    healths: dict[str, Health] = field(default_factory=dict)
    outcomes: list[tuple[Delivery, Outcome, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._due: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        self._turns: deque[str] = deque()
        self._queued: set[str] = set()
        self._leased: dict[tuple[str, str], int] = {}

    def add(self, delivery: Delivery) -> None:
        """Take *delivery*, once."""
        if (delivery.endpoint, delivery.id) not in self.kept:
            self._put(delivery)

    def replay(self, delivery: Delivery) -> None:
        """Take *delivery* anew."""
        self._put(delivery)

    def claim(self, now_ms: int, most: int, under_way: Counter[str]) -> Sequence[Delivery]:
        found: list[Delivery] = []
        for _ in range(len(self._turns)):
            if len(found) == most:
                break
            endpoint = self._turns[0]
            self._turns.rotate(-1)
            if not self._due[endpoint] or self._due[endpoint][0][0] > now_ms:
                continue
            places = self.health(endpoint).at_once(now_ms) - under_way[endpoint]
            found += self._of(endpoint, now_ms, min(places, most - len(found)))
        return found

    def health(self, endpoint: str) -> Health:
        return self.healths.get(endpoint, Health())

    def settle(self, delivery: Delivery, health: Health, outcome: Outcome, now_ms: int) -> None:
        place = (delivery.endpoint, delivery.id)
        self.healths[delivery.endpoint] = health
        self.outcomes.append((delivery, outcome, now_ms))
        self._leased.pop(place, None)
        if self.kept[place].state is State.PENDING:
            self._put(delivery)

    def _put(self, delivery: Delivery) -> None:
        self.kept[delivery.endpoint, delivery.id] = delivery
        if delivery.state is State.PENDING:
            heapq.heappush(self._due[delivery.endpoint], (delivery.due_ms, delivery.sequence, delivery.id))
        if delivery.endpoint not in self._queued:
            self._queued.add(delivery.endpoint)
            self._turns.append(delivery.endpoint)

    def _of(self, endpoint: str, now_ms: int, most: int) -> list[Delivery]:
        """Return at most *most* of *endpoint*; what is leased, or isn't first of its key, waits where it is."""
        heap, passed, found = self._due[endpoint], list[tuple[int, int, str]](), list[Delivery]()
        firsts = self._firsts(endpoint) if endpoint in self.ordered and most > 0 else None
        while heap and len(found) < most and heap[0][0] <= now_ms:
            entry = heapq.heappop(heap)
            delivery = self.kept[endpoint, entry[2]]
            if delivery.state is not State.PENDING or delivery.due_ms != entry[0]:
                continue
            passed.append(entry)
            waits = firsts is not None and firsts[delivery.key] != delivery.sequence
            if not waits and self._leased.get((endpoint, delivery.id), 0) <= now_ms:
                self._leased[endpoint, delivery.id] = now_ms + LEASE_MS
                found.append(delivery)
        for entry in passed:
            heapq.heappush(heap, entry)
        return found

    def _firsts(self, endpoint: str) -> dict[str, int]:
        firsts: dict[str, int] = {}
        for (place, _), each in self.kept.items():
            if place == endpoint and each.state is State.PENDING:
                firsts[each.key] = min(firsts.get(each.key, each.sequence), each.sequence)
        return firsts

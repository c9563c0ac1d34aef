"""Which slots should move where, so that shards hold equally many: the fewest possible, and always the same ones."""

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from functions._shared.shard_slots import SLOTS, as_ranges
from functions.rebalancer.errors import RebalancerError

SLOTS_PER_MOVE = 256
"""1/64 of all keys at most. A move freezes its slots while both copies are counted and digested, about two seconds a
million records; so this is what bounds how long a write may wait."""


@dataclass(frozen=True, kw_only=True)
class Share:
    """Slots that should move from one shard to another at once."""

    source: str
    target: str
    slots: tuple[int, ...]
    """Ascending."""

    def __str__(self) -> str:
        return f"{self.source} → {self.target}: {as_ranges(self.slots)}"


def plan(owners: Sequence[str], labels: Collection[str], slots_per_move: int = SLOTS_PER_MOVE) -> tuple[Share, ...]:
    """Return what must move so that the shards *labels*, and no others, hold equally many slots, give or take one.

    Raises:
        RebalancerError: no shards are named, or more than there are slots.
    """
    if not 1 <= len(set(labels)) <= SLOTS:
        raise RebalancerError(f"slots are spread over 1 to {SLOTS:,} shards, not {len(set(labels)):,}")
    held: dict[str, list[int]] = {label: [] for label in sorted({*owners, *labels})}
    for slot, label in enumerate(owners):
        held[label].append(slot)
    quotas = _quotas(held, set(labels))
    surplus = deque((label, slot) for label, slots in held.items() for slot in slots[quotas.get(label, 0) :])
    found: list[Share] = []
    for label, slots in held.items():
        given = [surplus.popleft() for _ in range(quotas.get(label, 0) - len(slots))]
        found += _shares(label, given, slots_per_move)
    return tuple(found)


def _quotas(held: dict[str, list[int]], labels: set[str]) -> dict[str, int]:
    """Return how many slots each shard should hold: those that hold most keep the one that can't be shared."""
    least, more = divmod(SLOTS, len(labels))
    by_size = sorted(labels, key=lambda label: (-len(held[label]), label))
    return {label: least + (place < more) for place, label in enumerate(by_size)}


def _shares(target: str, given: Sequence[tuple[str, int]], slots_per_move: int) -> Iterator[Share]:
    for source in dict.fromkeys(source for source, _ in given):
        slots = sorted(slot for label, slot in given if label == source)
        for first in range(0, len(slots), slots_per_move):
            yield Share(source=source, target=target, slots=tuple(slots[first : first + slots_per_move]))

"""Whether the answers of many shards make a whole: all slots, each once.

Shards answer at moments of their own, so a slot that moves meanwhile may be answered for twice, or by nobody.
"""

from collections.abc import Iterable, Mapping

from functions._shared.shard_map import ShardMap
from functions._shared.shard_slots import SLOTS

ALL_SLOTS = (1 << SLOTS) - 1


def whole(held: Iterable[int]) -> bool:
    """Return whether *held*, slots as bits of numbers, are all slots, each once."""
    slots = list(held)
    return _union(slots) == ALL_SLOTS and sum(each.bit_count() for each in slots) == SLOTS


def untrue(found: ShardMap, held: Mapping[str, int]) -> dict[str, str]:
    """Return the shards, with the reason, that answer for slots of others: their records can't be counted."""
    moving = sum(1 << slot for slot in found.move.slots) if found.move else 0
    target = found.move.target if found.move else None
    answered, reasons = 0, {}
    for label in sorted(held, key=lambda label: (label == target, label)):
        allowed = found.held[label] | (moving if label == target else 0)
        if extra := held[label] & (~allowed | answered):
            reasons[label] = (
                f"it answers for {extra.bit_count():,} slots that version {found.version} of the map gives to others"
            )
        else:
            answered |= held[label]
    return reasons


def lacking(found: ShardMap, held: Mapping[str, int], named: Iterable[str]) -> dict[str, str]:
    """Return the shards, with the reason, of whose slots nobody answers for some, but for those *named* already."""
    answered = _union(slots for label, slots in held.items() if label not in {*named})
    gaps = {label: found.held[label] & ~answered for label in found.labels if label not in {*named}}
    return {label: f"nobody answers for {slots.bit_count():,} of its slots" for label, slots in gaps.items() if slots}


def _union(held: Iterable[int]) -> int:
    found = 0
    for slots in held:
        found |= slots
    return found

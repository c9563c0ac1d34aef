"""The map of slots: which shard holds each, and which slots are on their way to another.

A map is immutable; a change is a new one with the next version. Where a shard is reached is not in it: that changes
with failovers, the map with moves.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from functions._shared.shard_errors import MapError
from functions._shared.shard_slots import SALT_BYTES, SLOTS, as_ranges, finder, slotter

_LABEL = re.compile(r"[a-z][a-z0-9-]{0,30}")
_MOVE_ID = re.compile(r"[a-z][a-z0-9_]{0,30}")


@dataclass(frozen=True, kw_only=True)
class Move:
    """Slots on their way from one shard to another."""

    id: str
    """Unlike any other move's; part of names in the databases."""
    source: str
    target: str
    slots: tuple[int, ...]
    """Ascending."""

    def __str__(self) -> str:
        return f"{len(self.slots):,} slots from {self.source} to {self.target}: {as_ranges(self.slots)}"


@dataclass(frozen=True, kw_only=True)
class ShardMap:
    """One version of the map.

    Raises:
        MapError: it contradicts itself.
    """

    version: int
    """1 for the first."""
    salt: bytes
    """What slots rest on; the same for ever."""
    owners: tuple[str, ...]
    """Label of the shard that holds each slot."""
    move: Move | None = None
    """The move under way, if there is one."""

    def __post_init__(self) -> None:
        if fault := _fault(self):
            raise MapError(f"version {self.version} of the shard map is no map: {fault}")

    @cached_property
    def slot(self) -> Callable[[str], int]:
        """The function from keys to slots; raises RefusedError for what is no key."""
        return slotter(self.salt)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The shards that hold slots or are about to."""
        return tuple(sorted({*self.owners, *((self.move.target,) if self.move else ())}))

    @cached_property
    def held(self) -> Mapping[str, int]:
        """The slots of each shard as bits of a number."""
        found = dict.fromkeys(self.labels, 0)
        for slot, label in enumerate(self.owners):
            found[label] |= 1 << slot
        return found

    @cached_property
    def _moving(self) -> frozenset[int]:
        return frozenset(self.move.slots if self.move else ())

    @cached_property
    def owner(self) -> Callable[[str], str]:
        """The function from keys to the label of the shard that holds them; raises RefusedError for what is no key."""
        return finder(self.salt, self.owners)

    def candidates(self, slot: int) -> tuple[str, ...]:
        """Return who may hold *slot*: its owner, and while it moves the shard that it moves to."""
        if self.move and slot in self._moving:
            return self.move.source, self.move.target
        return (self.owners[slot],)

    def announcing(self, move: Move) -> "ShardMap":
        """Return the next version, in which *move* is under way."""
        if self.move:
            raise MapError(f"a move is under way already: {self.move}")
        return replace(self, version=self.version + 1, move=move)

    def settled(self, *, moved: bool) -> "ShardMap":
        """Return the next version, in which the move has been made, or hasn't."""
        if not self.move:
            raise MapError("no move is under way")
        owners = list(self.owners)
        for slot in self.move.slots if moved else ():
            owners[slot] = self.move.target
        return replace(self, version=self.version + 1, owners=tuple(owners), move=None)


def founding_owners(labels: Iterable[str]) -> tuple[str, ...]:
    """Return who holds each slot at first: equal runs of neighbours, in the order of *labels*."""
    found = tuple(labels)
    return tuple(found[slot * len(found) // SLOTS] for slot in range(SLOTS))


def _fault(found: ShardMap) -> str | None:
    if found.version < 1:
        return "versions begin at 1"
    if len(found.salt) != SALT_BYTES:
        return f"its salt has {len(found.salt)} bytes instead of {SALT_BYTES}"
    if len(found.owners) != SLOTS:
        return f"it names owners of {len(found.owners):,} slots instead of {SLOTS:,}"
    if wrong := sorted(label for label in set(found.owners) if not _LABEL.fullmatch(label)):
        return f"{wrong[0]!r} is no shard's label"
    return _fault_of_move(found, found.move) if found.move else None


def _fault_of_move(found: ShardMap, move: Move) -> str | None:
    if not _MOVE_ID.fullmatch(move.id):
        return f"{move.id!r} is no move's id"
    if not _LABEL.fullmatch(move.target) or move.target == move.source:
        return f"slots can't move from {move.source} to {move.target!r}"
    if not move.slots or list(move.slots) != sorted(set(move.slots)):
        return "a move's slots ascend, and there is one at least"
    if any(not 0 <= slot < SLOTS or found.owners[slot] != move.source for slot in move.slots):
        return f"{move.source} doesn't hold all slots that move from it"
    return None

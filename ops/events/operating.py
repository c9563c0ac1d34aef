"""What `groot events` does: slices of partitions, one call each, until all are done; done again, it goes on there."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ops.request import OperationError, UsageError

Answer = Mapping[str, Any]
Ask = Callable[[Mapping[str, Any]], Answer]
SLICE: Final = 256
"""Partitions of one call: seconds, where each is a few calls of DynamoDB."""
TRIES: Final = 60
PAUSE_SECONDS: Final = 1.0
"""Replication to another region usually takes less (Amazon DynamoDB Developer Guide, "Global tables")."""


@dataclass(frozen=True, kw_only=True)
class Region:
    """One region's event store."""

    name: str
    store: str
    """What it shares with the regions that have the same events: the region that founded them."""
    ask: Ask
    """Calls its function."""
    keys: str = ""
    """Name of its table of subjects' keys."""


@dataclass(frozen=True, kw_only=True)
class Operator:
    """Operates the event stores of *regions*."""

    regions: Sequence[Region]
    tell: Callable[[str], None]
    """Takes a line of progress."""
    sleep: Callable[[float], None] = time.sleep

    def region(self, name: str) -> Region:
        """Return the region called *name*.

        Raises:
            UsageError: it has no event store.
        """
        for each in self.regions:
            if each.name == name:
                return each
        there = ", ".join(each.name for each in self.regions) or "none"
        raise UsageError(f"no event store is operated in {name!r}; there are {there}")

    def move(self, to: str) -> int:
        """Make *to* the home of every partition, by its present homes, and return how many were moved: none is lost.

        Raises:
            OperationError: something doesn't arrive.
        """
        heir = self.region(to)
        others = [each for each in self.regions if each.store == heir.store and each is not heir]
        if not others:
            raise UsageError(f"{to} is the only region of its events")
        moved = 0
        for span in self._slices(heir, f"move to {to}"):
            for other in others:
                moved += self._until_done(other, {"do": "move", "to": to, **span})
            self._until_done(heir, {"do": "open", **span})
            self.tell(f"move to {to}: {span['last'] + 1} partitions seen, {moved} moved")
        return moved

    def take(self, to: str) -> int:
        """Make *to* the home of every partition although their homes are lost; return how many were taken.

        Raises:
            OperationError: something keeps changing.
        """
        heir, taken = self.region(to), 0
        for span in self._slices(heir, f"take to {to}"):
            taken += self._until_done(heir, {"do": "take", **span})
            self.tell(f"take to {to}: {span['last'] + 1} partitions seen, {taken} taken")
        return taken

    def replay(self, projection: str, region: Region) -> tuple[int, list[str]]:
        """Take up the streams that *projection* left behind; return how many, and what is still left, by stream."""
        done, left = 0, list[str]()
        for span in self._slices(region, "replay"):
            answer = region.ask({"do": "replay", "projection": projection, **span})
            done, left = done + answer["done"], left + list(answer["left"])
            self.tell(f"replay in {region.name}: {span['last'] + 1} partitions seen, {done} streams taken up")
        return done, left

    def rebuild(self, projection: str, region: Region) -> int:
        """Make *projection* anew beside the one that is read, change over, and return the generation that is read."""
        region.ask({"do": "begin", "projection": projection})
        for span in self._slices(region, "rebuild"):
            region.ask({"do": "catch-up", "projection": projection, **span})
            self.tell(f"rebuild in {region.name}: {span['last'] + 1} partitions made")
        return region.ask({"do": "finish", "projection": projection})["generation"]

    def verify(self, region: Region) -> tuple[int, list[str], list[str]]:
        """Return how many commits *region* has, what isn't as it should be, and what failovers refused."""
        commits, faults, refused = 0, list[str](), list[str]()
        for span in self._slices(region, "verify"):
            answer = region.ask({"do": "verify", **span})
            commits, faults = commits + answer["done"], faults + list(answer["faults"])
            refused += answer["refused"]
            self.tell(f"verify in {region.name}: {span['last'] + 1} partitions, {commits} commits")
        return commits, faults, refused

    def shred(self, region: Region, table: str) -> tuple[int, int]:
        """Destroy again in *table*, a restored copy of the keys' table, what was destroyed; return how many keys were
        looked at, and how many of them were destroyed again."""
        seen, done, after = 0, 0, None
        while True:
            answer = region.ask({"do": "shred", "table": table, "after": after})
            seen, done, after = seen + answer["seen"], done + answer["done"], answer["next"]
            self.tell(f"shred in {region.name}: {seen} keys seen, {done} destroyed again")
            if after is None:
                return seen, done

    def _slices(self, region: Region, what: str) -> Iterator[dict[str, int]]:
        """Yield the slices of *region*'s partitions."""
        count = region.ask({"do": "size"})["partitions"]
        self.tell(f"{what}: {count} partitions")
        for first in range(0, count, SLICE):
            yield {"first": first, "last": min(first + SLICE, count) - 1}

    def _until_done(self, region: Region, asked: Mapping[str, Any]) -> int:
        done, left = 0, [""]
        for attempt in range(TRIES):
            if attempt:
                self.sleep(PAUSE_SECONDS)
            answer = region.ask(asked)
            done, left = done + answer["done"], answer["left"]
            if not left:
                return done
        raise OperationError(f"{region.name}: {len(left)} partitions are left, {left[0]}; run it again once it arrives")

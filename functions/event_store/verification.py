"""Holds what a region has of the events against itself: places, commits, markers, versions, projections."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from functions.event_store.commits import Commits
from functions.event_store.epochs import Home
from functions.event_store.model import Commit
from functions.event_store.order import after, tail
from functions.event_store.rebuild import Rebuild
from functions.event_store.table import BATCH_KEYS
from functions.event_store.wire import Item, marker_key, packed, receipt_of


@dataclass
class Found:
    """What was found in a partition."""

    commits: int = 0
    faults: list[str] = field(default_factory=list)
    """Each a line that says what isn't as it should be, and where."""
    refused: list[str] = field(default_factory=list)
    """Each a commit that a failover left out of the order, to be appended again or not."""


@dataclass(frozen=True)
class Verification:
    """Verifies the partitions of a region."""

    commits: Commits
    rebuild: Rebuild
    projections: Sequence[str]

    def partition(self, partition: int) -> Found:
        """Return what is found in *partition*; content of events is in none of it."""
        found, home = Found(), self.commits.homes.asked(partition)
        position, waiting, versions = 0, list[Commit](), dict[str, int]()
        for entry in after(self.commits.table, partition, home, 0):
            position = entry.position
            if commit := entry.commit:
                found.commits += 1
                if (commit.position, commit.epoch) != (position, entry.epoch):
                    found.faults.append(f"partition {partition} has at {position} what says {commit.position}")
                wanted = versions.get(commit.stream, 0) + 1
                if commit.first != wanted:
                    found.faults.append(f"stream {commit.stream} goes on with {commit.first} instead of {wanted}")
                versions[commit.stream] = commit.last
                waiting.append(commit)
            if len(waiting) == BATCH_KEYS:
                self._markers(waiting, found)
                waiting = []
        self._markers(waiting, found)
        end = tail(self.commits.table, partition, home.present)
        if position < end:
            found.faults.append(f"partition {partition} is here up to {position} of {end}, in a second or not at all")
        self._views(partition, home, end, found)
        if len(home.epochs) > 1:
            found.refused += [
                f"version {first} of stream {stream}, of epoch {epoch}"
                for epoch, _, stream, first in self.commits.homes.refused(partition)
            ]
        return found

    def _markers(self, commits: Sequence[Commit], found: Found) -> None:
        keys = [marker_key(commit.stream, commit.commit_id) for commit in commits]
        markers = self.commits.table.get_many(keys)
        for commit, key in zip(commits, keys, strict=True):
            if fault := _unlike(commit, markers.get((key["pk"]["S"], key["sk"]["S"]))):
                found.faults.append(f"version {commit.first} of stream {commit.stream}: {fault}")

    def _views(self, partition: int, home: Home, end: int, found: Found) -> None:
        for name in self.projections:
            generation = self.rebuild.generations(name).active
            at = self.rebuild.projector.checkpoints.read(name, generation, partition)
            if not home.holds(at.epoch, at.position):
                found.faults.append(f"{name} holds refused commits of partition {partition}; rebuild it")
            elif at.position < end:
                found.faults.append(f"{name} is at {at.position} of {end} in partition {partition}")
            found.faults += [f"{name} left stream {stream} behind; replay it" for stream in sorted(at.parked)]


def _unlike(commit: Commit, marker: Item | None) -> str:
    """Return how *marker* isn't the commit's; nothing if it is."""
    if marker is None:
        return "its id isn't known again"
    receipt = receipt_of(marker)
    if (receipt.first, receipt.count, receipt.epoch) != (commit.first, commit.count, commit.epoch):
        return "its id stands for another commit"
    return "" if packed(commit.events)[1] == marker["digest"]["B"] else "its content isn't what was appended"

"""Holds what a region has of the events against itself: places, commits, markers, versions, projections."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

from functions.event_store.checkpoints import Checkpoint
from functions.event_store.commits import Commits
from functions.event_store.epochs import Home
from functions.event_store.model import Commit
from functions.event_store.order import Entry, after, moved_on, tail
from functions.event_store.rebuild import WORKERS, Rebuild
from functions.event_store.table import BATCH_KEYS
from functions.event_store.wire import Item, marker_key, packed, receipt_of

SETTLED_MS: Final = 60_000
"""What is younger may still be on its way to projections."""
Views = Sequence[tuple[str, Mapping[int, Checkpoint]]]
"""Projections by name, and where they are in each partition."""


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

    def partitions(self, partitions: Sequence[int]) -> Found:
        """Return what is found in *partitions*; content of events is in none of it."""
        homes = self.commits.homes.asked_all(partitions)
        views = [(name, self._checkpoints(name, partitions)) for name in self.projections]
        written = set(moved_on(self.commits.table, homes, dict.fromkeys(partitions, 0)))
        begun = {each for _, found in views for each, at in found.items() if at.position}
        chosen = [each for each in partitions if each in written | begun]
        with ThreadPoolExecutor(WORKERS) as pool:
            each_found = list(pool.map(lambda each: self._partition(each, homes[each], views), chosen))
        found = Found()
        for part in each_found:
            found.commits += part.commits
            found.faults += part.faults
            found.refused += part.refused
        return found

    def _checkpoints(self, name: str, partitions: Sequence[int]) -> Mapping[int, Checkpoint]:
        generation = self.rebuild.generations(name).active
        return self.rebuild.projector.checkpoints.read_all(name, generation, partitions)

    def _partition(self, partition: int, home: Home, views: Views) -> Found:
        found = Found()
        position, settled, waiting, versions = 0, 0, list[Commit](), dict[str, int]()
        recent_ms = self.commits.now_ms() - SETTLED_MS
        for entry in after(self.commits.table, partition, home, 0):
            position = entry.position
            if commit := entry.commit:
                self._commit(partition, commit, entry, versions, found)
                waiting.append(commit)
                settled = position if commit.recorded_ms < recent_ms else settled
            if len(waiting) == BATCH_KEYS:
                self._markers(waiting, found)
                waiting = []
        self._markers(waiting, found)
        end = tail(self.commits.table, partition, home.present)
        if position < end:
            found.faults.append(f"partition {partition} is here up to {position} of {end}, in a second or not at all")
        for name, checkpoints in views:
            _view(name, checkpoints[partition], home, settled, found)
        if len(home.epochs) > 1:
            found.refused += [
                f"version {first} of stream {stream}, of epoch {epoch}"
                for epoch, _, stream, first in self.commits.homes.refused(partition)
            ]
        return found

    def _commit(self, partition: int, commit: Commit, entry: Entry, versions: dict[str, int], found: Found) -> None:
        found.commits += 1
        if (commit.position, commit.epoch) != (entry.position, entry.epoch):
            found.faults.append(f"partition {partition} has at {entry.position} what says {commit.position}")
        wanted = versions.get(commit.stream, 0) + 1
        if commit.first != wanted:
            found.faults.append(f"stream {commit.stream} goes on with {commit.first} instead of {wanted}")
        versions[commit.stream] = commit.last

    def _markers(self, commits: Sequence[Commit], found: Found) -> None:
        keys = [marker_key(commit.stream, commit.commit_id) for commit in commits]
        markers = self.commits.table.get_many(keys)
        for commit, key in zip(commits, keys, strict=True):
            if fault := _unlike(commit, markers.get((key["pk"]["S"], key["sk"]["S"]))):
                found.faults.append(f"version {commit.first} of stream {commit.stream}: {fault}")


def _view(name: str, at: Checkpoint, home: Home, settled: int, found: Found) -> None:
    if not home.holds(at.epoch, at.position):
        found.faults.append(f"{name} holds refused commits of partition {at.partition}; rebuild it")
    elif at.position < settled:
        found.faults.append(f"{name} is at {at.position} of {settled} in partition {at.partition}")
    found.faults += [f"{name} left stream {stream} behind; replay it" for stream in sorted(at.parked)]


def _unlike(commit: Commit, marker: Item | None) -> str:
    """Return how *marker* isn't the commit's; nothing if it is."""
    if marker is None:
        return "its id isn't known again"
    receipt = receipt_of(marker)
    if (receipt.first, receipt.count, receipt.epoch) != (commit.first, commit.count, commit.epoch):
        return "its id stands for another commit"
    return "" if packed(commit.events)[1] == marker["digest"]["B"] else "its content isn't what was appended"

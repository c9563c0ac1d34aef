"""Makes a projection anew from the first commit, beside the one that is read, and changes over when it is as far.

The new generation is brought up to date by the same steps as the old one, so that whoever comes first, the rebuild or a
record of the stream, takes each commit once. Its checkpoints say how far it is, and a rebuild that ends goes on there.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

from functions.event_store.checkpoints import Checkpoint, Checkpoints
from functions.event_store.epochs import Home
from functions.event_store.errors import MalformedError, NotArrivedError
from functions.event_store.order import moved_on
from functions.event_store.projections import Projection, Projector
from functions.event_store.table import BATCH_KEYS, Table

WORKERS: Final = 4
"""Partitions worked on at a time, which have nothing to do with each other: a call is mostly waiting."""


@dataclass(frozen=True, kw_only=True)
class Generations:
    """Which generation of a projection is read, and which is being built."""

    active: int = 1
    building: int | None = None

    @property
    def all(self) -> tuple[int, ...]:
        """All that are kept up to date."""
        return (self.active,) if self.building is None else (self.active, self.building)


@dataclass(frozen=True)
class Rebuild:
    """Rebuilds of projections."""

    projector: Projector

    def generations(self, name: str) -> Generations:
        """Return the generations of projection *name*."""
        item = self._table.get({"pk": {"S": name}, "sk": {"S": "generations"}})
        if not item:
            return Generations()
        building = int(item["building"]["N"]) or None
        return Generations(active=int(item["active"]["N"]), building=building)

    def begin(self, name: str) -> int:
        """Begin to build the next generation of *name*, or go on with the one that is being built; return it."""
        present = self.generations(name)
        if present.building is None:
            present = replace(present, building=present.active + 1)
            self._keep(name, present)
        return present.all[-1]

    def finish(self, projection: Projection, partitions: Sequence[int]) -> int:
        """Bring what is being built as far as what is read in each of *partitions*, and read it from now on.

        Returns the generation that is read. *partitions* are all that the projection has commits of.

        Raises:
            MalformedError: nothing is being built.
            NotArrivedError: a commit is still on its way to this region.
            What `Projector.catch_up` raises; go on by calling again.
        """
        building = self.advance(projection, partitions)
        self._keep(projection.name, Generations(active=building))
        return building

    def advance(self, projection: Projection, partitions: Sequence[int]) -> int:
        """Bring what is being built as far as what is read in each of *partitions*; return its generation.

        Raises:
            As `finish`.
        """
        present = self.generations(projection.name)
        if present.building is None:
            raise MalformedError(f"{projection.name} is not being rebuilt; begin first")
        wanted = self._checkpoints.read_all(projection.name, present.active, partitions)
        reached = self._checkpoints.read_all(projection.name, present.building, partitions)
        behind = [each for each in partitions if reached[each].position < wanted[each].position]
        for partition, position in self.catch_up(projection, present.building, behind).items():
            at = wanted[partition].position
            if position < at:
                raise NotArrivedError(f"partition {partition} is not here up to {at}; finish again in a second")
        return present.building

    def catch_up(self, projection: Projection, generation: int, partitions: Sequence[int]) -> dict[int, int]:
        """Project what of *partitions* is here and wasn't, some at a time; return the positions reached.

        Raises:
            What `Projector.catch_up` raises, once all other partitions are done.
        """
        reached, faults = dict[int, int](), list[BaseException]()
        with ThreadPoolExecutor(WORKERS) as pool:
            for begin in range(0, len(partitions), BATCH_KEYS):
                group = partitions[begin : begin + BATCH_KEYS]
                homes = self.projector.homes.asked_all(group)
                found = self._checkpoints.read_all(projection.name, generation, group)
                reached |= {each: at.position for each, at in found.items()}
                going = {
                    each: pool.submit(
                        self.projector.catch_up, projection, generation, each, seen=(homes[each], found[each])
                    )
                    for each in self._behind(homes, found)
                }
                for each, future in going.items():
                    if fault := future.exception():
                        faults.append(fault)
                    else:
                        reached[each] = future.result()
        if faults:
            raise faults[0]
        return reached

    def _behind(self, homes: Mapping[int, Home], found: Mapping[int, Checkpoint]) -> list[int]:
        """Return where there is something to do: more places, or a failover that refused what was projected."""
        diverged = [each for each, at in found.items() if not homes[each].holds(at.epoch, at.position)]
        others = {each: at.position for each, at in found.items() if each not in diverged}
        return [*diverged, *moved_on(self.projector.table, homes, others)]

    @property
    def _table(self) -> Table:
        return self._checkpoints.table

    @property
    def _checkpoints(self) -> Checkpoints:
        return self.projector.checkpoints

    def _keep(self, name: str, present: Generations) -> None:
        self._table.client.put_item(
            TableName=self._table.name,
            Item={
                "pk": {"S": name},
                "sk": {"S": "generations"},
                "active": {"N": str(present.active)},
                "building": {"N": str(present.building or 0)},
            },
        )

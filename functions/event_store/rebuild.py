"""Makes a projection anew from the first commit, beside the one that is read, and changes over when it is as far.

The new generation is brought up to date by the same steps as the old one, so that whoever comes first, the rebuild or a
record of the stream, takes each commit once. Its checkpoints say how far it is, and a rebuild that ends goes on there.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from functions.event_store.checkpoints import Checkpoints
from functions.event_store.errors import MalformedError, NotArrivedError
from functions.event_store.projections import Projection, Projector
from functions.event_store.table import Table


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

    def finish(self, projection: Projection, partitions: Iterable[int]) -> int:
        """Bring what is being built as far as what is read in each of *partitions*, and read it from now on.

        Returns the generation that is read. *partitions* are all that the projection has commits of.

        Raises:
            MalformedError: nothing is being built.
            NotArrivedError: a commit is still on its way to this region.
            What `Projector.catch_up` raises; go on by calling again.
        """
        present = self.generations(projection.name)
        if present.building is None:
            raise MalformedError(f"{projection.name} is not being rebuilt; begin first")
        for partition in partitions:
            wanted = self._position(projection.name, present.active, partition)
            if self.projector.catch_up(projection, present.building, partition) < wanted:
                raise NotArrivedError(f"partition {partition} is not here up to {wanted}; finish again in a second")
        self._keep(projection.name, Generations(active=present.building))
        return present.building

    @property
    def _table(self) -> Table:
        return self._checkpoints.table

    @property
    def _checkpoints(self) -> Checkpoints:
        return self.projector.checkpoints

    def _position(self, name: str, generation: int, partition: int) -> int:
        return self._checkpoints.read(name, generation, partition).position

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

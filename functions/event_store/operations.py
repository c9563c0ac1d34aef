"""What an operator asks of one region's event store, slice by slice, and what a schedule asks of it by itself.

Each operation does a slice of the partitions within one call and says what it came to; whoever asks goes on with the
next. Done again, each finds done what is done.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

from functions.event_store.checkpoints import PoisonError
from functions.event_store.core import EventStore
from functions.event_store.dead_letters import DeadLetters
from functions.event_store.errors import DivergedError, MalformedError, NotArrivedError
from functions.event_store.home import Homes
from functions.event_store.model import checked_number
from functions.event_store.projections import Projection
from functions.event_store.rebuild import WORKERS, Rebuild
from functions.event_store.verification import Verification

Answer = dict[str, Any]
REGION_LENGTH: Final = 32
NAME_LENGTH: Final = 255
"""Of tables and of subjects, at most."""


@dataclass(frozen=True, kw_only=True)
class Operations:
    """The operations of one region."""

    store: EventStore
    rebuild: Rebuild
    projections: Mapping[str, Projection]

    def do(self, asked: Mapping[str, Any]) -> Answer:
        """Do what *asked* names by `do`, on partitions `first` to `last` where it has them.

        Raises:
            MalformedError: there is no such operation, or it isn't asked as it has to be.
            EventStoreError: it can't be done.
        """
        known: Mapping[str, Callable[[Mapping[str, Any]], Answer]] = {
            "begin": self._begin,
            "catch-up": self._catch_up,
            "finish": self._finish,
            "forget": self._forget,
            "move": self._move,
            "open": self._open,
            "replay": self._replay,
            "shred": self._shred,
            "size": lambda _: {"partitions": self.store.commits.partitions},
            "take": self._take,
            "tend": self._tend,
            "verify": self._verify,
        }
        name = asked.get("do")
        if not isinstance(name, str) or name not in known:
            raise MalformedError(f"do must be one of {', '.join(known)}")
        return known[name](asked)

    def _move(self, asked: Mapping[str, Any]) -> Answer:
        """Hand the partitions whose home this region is over to region `to`."""
        to = _text(asked, "to", REGION_LENGTH)
        if to == self._homes.region:
            raise MalformedError(f"{to} is the region that is asked; ask the homes that it has now to move there")
        homes = self._homes.asked_all(self._partitions(asked))
        own = [each for each, home in homes.items() if home.present.region == self._homes.region and home.is_open]
        return self._each(own, lambda partition: self._homes.move(partition, to))

    def _open(self, asked: Mapping[str, Any]) -> Answer:
        """Take writes in the partitions that were moved here, once everything before has arrived."""
        homes = self._homes.asked_all(self._partitions(asked))
        here = [each for each, home in homes.items() if home.present.region == self._homes.region]
        return self._each([each for each in here if not homes[each].is_open], self._homes.open) | {"here": len(here)}

    def _take(self, asked: Mapping[str, Any]) -> Answer:
        """Be the home of the partitions whose home is lost, from the last place on that is here with all before it."""
        partitions = self._partitions(asked)
        homes = self._homes.asked_all(partitions)
        left = [each for each, home in homes.items() if home.present.region != self._homes.region or not home.is_open]
        seen = self._seen(left)
        return self._each(
            left, lambda partition: self._homes.move(partition, self._homes.region, verified=seen[partition])
        )

    def _seen(self, partitions: Sequence[int]) -> Mapping[int, int]:
        """Return up to which position each partition is known to be here: as far as every projection has come."""
        reached = [
            self.rebuild.projector.checkpoints.read_all(name, self.rebuild.generations(name).active, partitions)
            for name in self.projections
        ]
        homes = self._homes
        return {
            each: max(
                (
                    found[each].position
                    for found in reached
                    if homes.of(each).holds(found[each].epoch, found[each].position)
                ),
                default=0,
            )
            for each in partitions
        }

    def _begin(self, asked: Mapping[str, Any]) -> Answer:
        return {"generation": self.rebuild.begin(self._projection(asked).name)}

    def _catch_up(self, asked: Mapping[str, Any]) -> Answer:
        generation = self.rebuild.advance(self._projection(asked), self._partitions(asked))
        return {"generation": generation}

    def _finish(self, asked: Mapping[str, Any]) -> Answer:
        return {"generation": self.rebuild.finish(self._projection(asked), range(self.store.commits.partitions))}

    def _replay(self, asked: Mapping[str, Any]) -> Answer:
        """Take up what a projection left behind, in order."""
        projection, letters = self._projection(asked), DeadLetters(self.rebuild.projector, self.store.commits)
        generation = self.rebuild.generations(projection.name).active
        partitions = self._partitions(asked)
        found = self.rebuild.projector.checkpoints.read_all(projection.name, generation, partitions)
        done, left = 0, list[str]()
        for partition, checkpoint in found.items():
            for stream in sorted(checkpoint.parked):
                try:
                    letters.replay(projection, generation, partition, stream)
                    done += 1
                except PoisonError as fault:
                    left.append(f"{stream}: {type(fault.__cause__ or fault).__name__}")
        return {"done": done, "left": left}

    def _forget(self, asked: Mapping[str, Any]) -> Answer:
        self.store.forget(asked.get("subject", ""))
        return {"done": 1}

    def _shred(self, asked: Mapping[str, Any]) -> Answer:
        """Destroy again, in a slice of the restored `table` after the subject `after`, the keys that were destroyed."""
        after = _text(asked, "after", NAME_LENGTH) if asked.get("after") is not None else None
        found = self.store.destroyed.shred(_text(asked, "table", NAME_LENGTH), after)
        return {"done": found.again, "seen": found.seen, "next": found.next}

    def _tend(self, asked: Mapping[str, Any]) -> Answer:
        """Bring every projection as far as what is here: what the stream's records left out, nothing else brings."""
        partitions, faults = self._partitions(asked), list[str]()
        for projection in self.projections.values():
            for generation in self.rebuild.generations(projection.name).all:
                try:
                    self.rebuild.catch_up(projection, generation, partitions)
                except DivergedError as fault:
                    self.rebuild.projector.bury({"projection": projection.name, "fault": type(fault).__name__})
                    faults.append(str(fault))
        return {"faults": faults}

    def _verify(self, asked: Mapping[str, Any]) -> Answer:
        """Hold order, streams, markers and projections of the partitions against each other; change nothing."""
        found = Verification(self.store.commits, self.rebuild, tuple(self.projections)).partitions(
            self._partitions(asked)
        )
        return {"done": found.commits, "faults": found.faults, "refused": found.refused}

    @property
    def _homes(self) -> Homes:
        return self.store.commits.homes

    def _partitions(self, asked: Mapping[str, Any]) -> range:
        most = self.store.commits.partitions - 1
        first = checked_number("first", asked.get("first", 0), 0, most)
        return range(first, checked_number("last", asked.get("last", most), first, most) + 1)

    def _projection(self, asked: Mapping[str, Any]) -> Projection:
        name = asked.get("projection")
        if not isinstance(name, str) or name not in self.projections:
            raise MalformedError(f"projection must be one of {', '.join(self.projections)}")
        return self.projections[name]

    def _each(self, partitions: Iterable[int], act: Callable[[int], object]) -> Answer:
        """Act on each of *partitions*, some at a time; say how many were done, and what of others is on its way."""

        def acted(partition: int) -> str:
            try:
                act(partition)
            except NotArrivedError as fault:
                return str(fault)
            return ""

        with ThreadPoolExecutor(WORKERS) as pool:
            told = list(pool.map(acted, partitions))
        waits = [text for text in told if text]
        return {"done": len(told) - len(waits), "left": waits}


def _text(asked: Mapping[str, Any], name: str, most: int) -> str:
    value = asked.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= most:
        raise MalformedError(f"{name} must be a text of 1 to {most} characters")
    return value

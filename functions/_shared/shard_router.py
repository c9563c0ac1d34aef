"""Finds the shard of a key, and asks all shards what no key decides.

While slots move, their records stand in two shards, and each shard says of itself whether it holds a slot. So the
router asks the owner by its map, then the shard that the slot moves to, then reads the map again, until one of them
takes the slot: two never do. What all shards are asked says what is missing in it, by name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from functions._shared.shard_cache import MapCache
from functions._shared.shard_database import ShardDatabase
from functions._shared.shard_errors import NotOwnerError
from functions._shared.shard_gather import Gatherer
from functions._shared.shard_query import (
    MENTIONS,
    Aggregate,
    Query,
    Record,
    aggregate_statement,
    as_document,
    merged_aggregates,
    merged_rows,
)
from functions._shared.shard_slots import check_collection, key_bytes
from functions._shared.shard_writes import CREATE, DELETE, GET, INSERT, PUT, READABLE, REPLACE, written

MOVING_SECONDS = 5.0
"""How long a key is waited for whose slot is frozen; a cut-over takes well below a second."""
PAUSE_SECONDS = 0.02
"""Before the second try for such a key; twice as long before each further one, up to the longest."""
LONGEST_PAUSE_SECONDS = 0.16

HELD = "SELECT owned::text, '' FROM groot.shard"
"""Which slots a shard holds, and nothing else."""

_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """Records of all shards that answered."""

    records: tuple[Record, ...]
    missing: Mapping[str, str] = field(default_factory=dict)
    """Shards whose records are missing or may be, with the reason. Empty: the answer is complete."""


@dataclass(frozen=True, kw_only=True)
class GatheredAggregate:
    """Figures over all shards that answered."""

    figures: Aggregate
    missing: Mapping[str, str] = field(default_factory=dict)
    """As of `Gathered`."""


class ShardRouter:
    """The shards as one store."""

    def __init__(
        self,
        maps: MapCache,
        database: Callable[[str], ShardDatabase],
        *,
        timeout_seconds: float,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        """*database* makes the database of a label; *timeout_seconds* is how long any of them is waited for."""
        self._maps, self._database = maps, database
        self._clock, self._sleep = clock, sleep
        self._databases: dict[str, ShardDatabase] = {}
        self._gatherer = Gatherer(maps, self._of, timeout_seconds=timeout_seconds, sleep=sleep)

    def initialize(self) -> Mapping[str, str]:
        """Read the map, connect to all shards, and return those that don't answer or hold other slots than the map
        says, with the reason.

        Raises:
            MapError: there is no map.
        """
        _, faults = self._gatherer.gather(HELD, {})
        return faults

    def labels(self) -> Sequence[str]:
        """Return the shards on the map; raises MapError."""
        return self._maps.current(writing=False).labels

    def route(self, key: str) -> str:
        """Return the label of the shard that holds *key*, as the map says.

        Raises:
            RefusedError: it is no key.
            MapError: there is no map that is young enough.
        """
        return self._maps.current(writing=False).owner(key)

    def insert(self, collection: str, key: str, document: Mapping[str, Any]) -> int:
        """Keep *document* under *key*, in the place of what was there, and return how often that has been written.

        Numbers come back as JSON's, which don't tell 1.0 from 1.

        Raises:
            RefusedError: it is no key, collection or document.
            MapError, UnavailableError, NotOwnerError: it isn't kept; try again later.
            UnknownOutcomeError: it may be.
        """
        given = {"collection": check_collection(collection), "key": key, "document": as_document(document)}

        def write(database: ShardDatabase, slot: int) -> int:
            return database.run(INSERT, writes=True, slot=slot, **given)[0][0]

        return self._with_owner(key, write, writing=True)

    def put(
        self,
        collection: str,
        key: str,
        document: Mapping[str, Any],
        expected: int | None = None,
        subjects: Mapping[str, Sequence[str]] | None = None,
    ) -> tuple[int | None, bool]:
        """Keep *document* under *key* if what is there has the version *expected*: 0 for nothing, None for whatever.

        *subjects* says whom it speaks of, as in `Record`; None for whom what was there did.
        Return its version, None if something else is there, and whether there was nothing before. Versions grow, and
        don't come again after a record was deleted; they count nothing. Raises what `insert` raises.
        """
        given: dict[str, Any] = {"collection": check_collection(collection), "key": key}
        given |= {"document": as_document(document), "subjects": None if subjects is None else as_document(subjects)}
        statement = PUT if expected is None else CREATE if expected == 0 else REPLACE
        return self._write(statement, given | ({"expected": expected} if expected else {}))

    def delete(self, collection: str, key: str, expected: int | None = None) -> bool:
        """Remove what is under *key*, if it has the version *expected*, and return whether there was such a record;
        raises what `insert` raises."""
        given = {"collection": check_collection(collection), "key": key, "expected": expected}
        return self._write(DELETE, given)[0] is not None

    def _write(self, statement: str, given: Mapping[str, Any]) -> tuple[int | None, bool]:
        def write(database: ShardDatabase, slot: int) -> tuple[int | None, bool]:
            return written(database.label, slot, database.run(statement, writes=True, slot=slot, **given)[0])

        return self._with_owner(given["key"], write, writing=True)

    def get(self, collection: str, key: str) -> Record | None:
        """Return what was last written under *key*, or None.

        Raises:
            RefusedError: it is no key or collection.
            MapError, UnavailableError, NotOwnerError: it can't be read now.
        """
        check_collection(collection)

        def read(database: ShardDatabase, slot: int) -> Record | None:
            answer = database.run(GET, slot=slot, collection=collection, key=key)[0]
            state, epoch, document, version, subjects = answer
            if state not in READABLE:
                raise NotOwnerError(database.label, slot, state or "unknown", epoch or 0)
            if document is None:
                return None
            return Record(key=key, document=document, version=version, subjects=subjects)

        return self._with_owner(key, read, writing=False)

    def query(self, query: Query) -> Gathered:
        """Return the records that *query* asks for, of all shards that answer.

        Raises:
            RefusedError: it can't be asked.
            MapError: there is no map that is young enough.
        """
        answers, missing = self._gatherer.gather(*query.statement())
        return Gathered(records=merged_rows(answers, query.order, query.limit), missing=missing)

    def aggregate(
        self, collection: str, number_field: str, where: Mapping[str, Any] | None = None
    ) -> GatheredAggregate:
        """Return figures over a field of the records that contain *where*; raises what `query` raises."""
        answers, missing = self._gatherer.gather(*aggregate_statement(collection, number_field, where or {}))
        return GatheredAggregate(figures=merged_aggregates(answers), missing=missing)

    def mentions(self, names: Sequence[str]) -> tuple[int, Mapping[str, str]]:
        """Return in how many records, of any collection, one of *names* stands, and which shards are missing; raises
        what `query` raises."""
        answers, missing = self._gatherer.gather(MENTIONS, {"names": [*names]})
        return sum(map(int, answers)), missing

    def close(self) -> None:
        """Close all connections."""
        self._gatherer.close()
        for database in self._databases.values():
            database.close()

    def _with_owner(self, key: str, act: Callable[[ShardDatabase, int], _T], *, writing: bool) -> _T:
        key_bytes(key)
        deadline, pause = self._clock() + MOVING_SECONDS, PAUSE_SECONDS
        while True:
            found = self._maps.current(writing=writing)
            slot = found.slot(key)
            refusals: list[NotOwnerError] = []
            for label in found.candidates(slot):
                try:
                    return act(self._of(label), slot)
                except NotOwnerError as refusal:
                    refusals.append(refusal)
            if self._clock() >= deadline:
                raise max(refusals, key=lambda refusal: refusal.epoch)
            self._sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
            self._maps.refresh()

    def _of(self, label: str) -> ShardDatabase:
        if found := self._databases.get(label):
            return found
        return self._databases.setdefault(label, self._database(label))

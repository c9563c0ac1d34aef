"""The map in memory, with a bound on its age.

Routing by an old map loses nothing, as shards refuse what isn't theirs; the bounds are for what a router can't see, a
table that it is cut off from. Past `MAX_AGE_SECONDS` the map is read again before it is used. If that fails, nothing is
written any more; reads go on until `READ_MAX_AGE_SECONDS`.
"""

import threading
from collections.abc import Callable

from functions._shared.shard_errors import MapError
from functions._shared.shard_map import ShardMap

MAX_AGE_SECONDS = 15.0
"""1,000 routers then read the table 67 times a second; a move announces itself for longer than that."""
READ_MAX_AGE_SECONDS = 300.0
"""Five minutes, in which a region's table comes back or its traffic goes elsewhere."""
RETRY_SECONDS = 1.0
"""A table that doesn't answer isn't asked more often."""


class MapCache:
    """The newest map seen."""

    def __init__(self, read: Callable[[], ShardMap], clock: Callable[[], float]) -> None:
        """*clock* counts seconds, and only forward."""
        self._read, self._clock = read, clock
        self._lock = threading.Lock()
        self._map: ShardMap | None = None
        self._fault: MapError | None = None
        self._read_at = self._tried_at = float("-inf")

    def current(self, *, writing: bool) -> ShardMap:
        """Return a map that is young enough.

        Raises:
            MapError: there is none.
        """
        now = self._clock()
        if self._map and now - self._read_at < MAX_AGE_SECONDS:
            return self._map
        with self._lock:
            if now - self._read_at >= MAX_AGE_SECONDS and now - self._tried_at >= RETRY_SECONDS:
                self._try(now)
            age = now - self._read_at
            if self._map and age < (MAX_AGE_SECONDS if writing else READ_MAX_AGE_SECONDS):
                return self._map
            if not self._map:
                raise self._fault or MapError("the shard map has never been read")
            raise MapError(f"the shard map is {age:.0f} s old and can't be read again: {self._fault}")

    def refresh(self) -> None:
        """Read the map again, whatever its age; what stands in the way shows when the map is too old."""
        with self._lock:
            self._try(self._clock())

    def _try(self, now: float) -> None:
        self._tried_at = now
        try:
            found = self._read()
            if self._map and found.version < self._map.version:
                raise MapError(
                    f"the table holds version {found.version} of the shard map, and version {self._map.version} has "
                    "been seen: it was set back, or another table is asked"
                )
            self._map, self._read_at, self._fault = found, now, None
        except MapError as fault:
            self._fault = fault

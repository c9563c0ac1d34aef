"""Asks all shards at once, and says which of them don't count."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

from functions._shared.shard_cache import MapCache
from functions._shared.shard_coverage import lacking, untrue, whole
from functions._shared.shard_database import ShardDatabase
from functions._shared.shard_errors import RefusedError, ShardError
from functions._shared.shard_query import held_slots

ROUNDS = 3
"""Times that all shards are asked before slots that moved meanwhile are called missing."""
PAUSE_SECONDS = 0.02
"""Between two rounds: longer than a cut-over takes."""
SHARDS_AT_ONCE = 256
"""All that there can be."""


class Gatherer:
    """Asks all shards."""

    def __init__(
        self,
        maps: MapCache,
        database: Callable[[str], ShardDatabase],
        *,
        timeout_seconds: float,
        sleep: Callable[[float], None],
    ) -> None:
        self._maps, self._database = maps, database
        self._timeout_seconds, self._sleep = timeout_seconds, sleep
        self._pool = ThreadPoolExecutor(max_workers=SHARDS_AT_ONCE, thread_name_prefix="shard")

    def gather(self, statement: str, parameters: Mapping[str, Any]) -> tuple[list[str], Mapping[str, str]]:
        """Return the answers of all shards that count, and which shards are missing, with the reason.

        *statement* answers with the slots that the shard held, and with what was asked.

        Raises:
            RefusedError: a shard refuses what is asked, as all would.
            MapError: there is no map that is young enough.
        """
        rows: dict[str, Any] = {}
        missing: dict[str, str] = {}
        for turn in range(1, ROUNDS + 1):
            found = self._maps.current(writing=False)
            rows, missing = self.ask(found.labels, statement, parameters)
            held = {label: held_slots(row[0]) for label, row in rows.items()}
            if whole(held.values()):
                missing = {}  # who gave no answer holds nothing yet
                break
            wrong = untrue(found, held)
            gaps = lacking(found, held, {*missing, *wrong})
            if not (wrong or gaps) or turn == ROUNDS:
                rows = {label: row for label, row in rows.items() if label not in wrong}
                missing |= wrong | gaps
                break
            self._sleep(PAUSE_SECONDS)
            self._maps.refresh()
        return [row[1] for row in rows.values()], missing

    def ask(
        self, labels: Iterable[str], statement: str, parameters: Mapping[str, Any]
    ) -> tuple[dict[str, Any], dict[str, str]]:
        """Return each shard's first row, and why others gave none; raises RefusedError."""
        futures: dict[str, Future[Any]] = {
            label: self._pool.submit(self._database(label).run, statement, **parameters) for label in labels
        }
        wait(futures.values(), timeout=self._timeout_seconds)
        rows: dict[str, Any] = {}
        faults: dict[str, str] = {}
        for label, future in futures.items():
            if not future.done():
                future.cancel()
                faults[label] = f"no answer in {self._timeout_seconds:g} s"
                continue
            try:
                rows[label] = future.result()[0]
            except RefusedError:
                raise
            except ShardError as fault:
                faults[label] = getattr(fault, "reason", str(fault))
        return rows, faults

    def close(self) -> None:
        """Ask nobody any more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

"""What is asked: the tables of events, how far projections are, the map of shards and each shard."""

from collections.abc import Callable, Sequence
from typing import Final

from functions._shared.shard_router import ShardRouter
from functions.event_store.checkpoints import Checkpoints
from functions.event_store.home import Homes
from functions.event_store.model import PARTITIONS
from functions.event_store.order import after
from functions.health.core import DOWN, LATE, OK, SLOW, WRONG, Words

LATE_MS: Final = 60_000
"""Age of a commit that isn't projected yet: as long as the alarm on the stream waits."""
SAMPLED: Final = 4
"""Partitions looked at: a stream that stands still is behind in all that are written to."""
NOBODY: Final = {"pk": {"S": "health"}, "sk": {"S": "health"}}
"""Key of an item that there isn't."""


def events(homes: Homes) -> Words:
    """Ask the table of events."""
    homes.table.get(NOBODY)
    return {"events": OK}


def projections(
    homes: Homes, checkpoints: Checkpoints, name: str, drawn: Callable[[range, int], Sequence[int]], now_ms: int
) -> Words:
    """Ask how old the first commit is that projection *name* hasn't taken in some *drawn* partitions."""
    item = checkpoints.table.get({"pk": {"S": name}, "sk": {"S": "generations"}})
    generation = int(item["active"]["N"]) if item else 1
    for partition in drawn(range(PARTITIONS), SAMPLED):
        at = checkpoints.read(name, generation, partition).position
        ahead = after(homes.table, partition, homes.of(partition), at)
        commit = next((entry.commit for entry in ahead if entry.commit), None)
        if commit and now_ms - commit.recorded_ms > LATE_MS:
            return {"projections": LATE}
    return {"projections": OK}


def shards(router: ShardRouter, log: Callable[[str, str], None]) -> Words:
    """Ask the map, and every shard on it for the slots that it holds; *log* is told what is wrong with each."""
    faults = router.initialize()
    for label, reason in faults.items():
        log(label, reason)
    return {"shards": OK, **{label: _word(faults.get(label)) for label in router.labels()}}


def _word(reason: str | None) -> str:
    if reason is None:
        return OK
    if reason.startswith("no answer in"):
        return SLOW
    return WRONG if reason.startswith(("it answers for", "nobody answers for", "at its address")) else DOWN

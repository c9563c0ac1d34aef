"""What finding a key's shard costs, and what another shard or one less moves: slots, and what they were chosen over.

`python -m bench.shards` prints all sides in one run.
"""

import json
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bench.hashing import Lookup, jump, maglev, rendezvous, ring
from bench.running import ROOT, run, show
from functions._shared.shard_map import ShardMap, founding_owners
from functions.rebalancer.plan import plan

SHARDS = 256
"""The most that the platform is sized for."""
KEYS = 200_000
SLOW_KEYS = 4_000
"""For what takes a tenth of a millisecond a key."""
REPEATS = 3
"""The fastest counts, by the processor's time: what else a machine does only adds to a run."""
OURS = "slots (ours)"
_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Of one way."""

    lookups_a_second: float
    largest_share: float
    """Keys of the fullest shard ÷ the mean."""
    added: float
    """Keys moved by one more shard ÷ its share of them; 1 is the least."""
    removed: float
    """The same when one goes."""
    memory_bytes: int


def shards() -> dict[str, float]:
    """Print a line for each way, and return the figures of the platform's."""
    print(f"{SHARDS} shards: lookups a second, keys of the fullest ÷ mean, keys moved ÷ K/N when one comes and goes")
    found = sides()
    for name, figures in found.items():
        print(
            f"  {name:<22} {figures.lookups_a_second / 1e6:7.3f} M   {figures.largest_share:.2f}"
            f"   {figures.added:6.2f} {figures.removed:6.2f}   {figures.memory_bytes / 1024:6.0f} KiB",
            flush=True,
        )
    ours = found[OURS]
    show("lookups of shards, one by one", f"{ours.lookups_a_second / 1e6:.2f} M/s", "≥ 1 M/s")
    show("keys moved by another shard ÷ K/N", f"{ours.added:.2f}", "≤ 1.1")
    return {
        "shard_lookups_per_second": ours.lookups_a_second,
        "shard_lookups_to_uhashring": ours.lookups_a_second / found["uhashring"].lookups_a_second,
        "shard_keys_moved_to_share": max(ours.added, ours.removed),
    }


def sides() -> dict[str, Figures]:
    """Return every way's figures."""
    labels = [f"shard-{number:03}" for number in range(SHARDS + 1)]
    keys = [f"customer-{number}" for number in range(KEYS)]
    founded, made = _traced(lambda: _founded(labels[:-1]))
    ways = [_after(founded, into).owner for into in (labels[:-1], labels, labels[1:-1])]
    found = [[owner(key) for key in keys] for owner in ways]
    single = min(_timed(lambda: _each(founded.owner, keys)) for _ in range(REPEATS))
    figures = {OURS: _figures(found, len(keys) / single, made)}
    for name, way, few in (("ring", ring, keys), ("maglev", maglev, keys), ("jump", jump, keys[: KEYS // 4])):
        figures[name] = _measured(way, labels, few)
    figures["rendezvous"] = _measured(rendezvous, labels, keys[:SLOW_KEYS])
    figures["uhashring"] = _uhashring()
    return figures


def _founded(labels: Sequence[str]) -> ShardMap:
    made = ShardMap(version=1, salt=bytes(16), owners=founding_owners(labels))
    made.owner("the first key")
    return made


def _after(founded: ShardMap, labels: Sequence[str]) -> ShardMap:
    owners = list(founded.owners)
    for share in plan(founded.owners, labels):
        for slot in share.slots:
            owners[slot] = share.target
    return ShardMap(version=2, salt=founded.salt, owners=tuple(owners))


def _measured(way: Callable[[Sequence[str]], Lookup], labels: Sequence[str], keys: Sequence[str]) -> Figures:
    lookup, made = _traced(lambda: way(labels[:-1]))
    seconds = min(_timed(lambda: _each(lookup, keys)) for _ in range(REPEATS))
    ways = (lookup, way(labels), way(labels[1:-1]))
    return _figures([[each(key) for key in keys] for each in ways], len(keys) / seconds, made)


def _uhashring() -> Figures:
    python = ROOT / ".venv" / "peers" / "bin" / "python"
    command = [str(python), "bench/peers/uhashring_side.py", str(SHARDS), str(KEYS // 4)]
    told = json.loads(run(command, ROOT).output)
    return _figures(told["found"], KEYS // 4 / told["seconds"], told["memory_bytes"])


def _figures(found: Sequence[Sequence[str]], lookups_a_second: float, memory_bytes: int) -> Figures:
    before, more, fewer = found
    share = len(before) / SHARDS
    return Figures(
        lookups_a_second=lookups_a_second,
        largest_share=max(Counter(before).values()) / share,
        added=_moved(before, more) / (len(before) / (SHARDS + 1)),
        removed=_moved(before, fewer) / share,
        memory_bytes=memory_bytes,
    )


def _moved(before: Sequence[str], after: Sequence[str]) -> int:
    return sum(one != other for one, other in zip(before, after, strict=True))


def _each(lookup: Lookup, keys: Sequence[str]) -> None:
    for key in keys:
        lookup(key)


def _timed(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


def _traced(make: Callable[[], _T]) -> tuple[_T, int]:
    tracemalloc.start()
    made = make()
    memory = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return made, memory


if __name__ == "__main__":
    shards()

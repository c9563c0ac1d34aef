"""uhashring's ring, measured by `python uhashring_side.py SHARDS KEYS` in the environment that has it."""

import json
import sys
import time
import tracemalloc

from uhashring import HashRing  # pyright: ignore[reportMissingImports] - in an environment of its own


def main() -> None:
    """Print its figures as JSON: each key's shard before, with another shard, and with one less."""
    shards, count = int(sys.argv[1]), int(sys.argv[2])
    labels = [f"shard-{number:03}" for number in range(shards + 1)]
    keys = [f"customer-{number}" for number in range(count)]
    tracemalloc.start()
    ring = HashRing(labels[:-1])
    memory = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    seconds = min(_timed(ring, keys) for _ in range(3))
    found = [[each.get_node(key) for key in keys] for each in (ring, HashRing(labels), HashRing(labels[1:-1]))]
    print(json.dumps({"seconds": seconds, "memory_bytes": memory, "found": found}))


def _timed(ring: HashRing, keys: list[str]) -> float:
    begun = time.process_time()
    for key in keys:
        ring.get_node(key)
    return time.process_time() - begun


if __name__ == "__main__":
    main()

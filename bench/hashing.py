"""Ways to find a key's shard, beside which the platform's is measured: all on the same keyed hash, tuned fairly.

`functions/_shared/shard_map.py` has the platform's own, slots.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Sequence

POINTS = 160
"""Of each shard on a ring, as ketama has (libketama)."""
MAGLEV_ENTRIES = 65_537
"""The smaller prime of the paper's two (Eisenbud et al., "Maglev", 2016, 5.3)."""

Lookup = Callable[[str], str]


def hasher(size: int) -> Callable[[bytes], int]:
    """Return keyed BLAKE2s as numbers of *size* bytes."""
    fresh = hashlib.blake2s(digest_size=size, key=bytes(16)).copy

    def number(key: bytes) -> int:
        state = fresh()
        state.update(key)
        return int.from_bytes(state.digest(), "big")

    return number


def ring(labels: Sequence[str]) -> Lookup:
    """Points of each shard on a circle; a key belongs to the next (Karger et al., 1997)."""
    number = hasher(8)
    points = sorted((number(f"{label}/{point}".encode()), label) for label in labels for point in range(POINTS))
    places, owners = [place for place, _ in points], [label for _, label in points]
    count = len(places)
    return lambda key: owners[bisect_right(places, number(key.encode())) % count]


def rendezvous(labels: Sequence[str]) -> Lookup:
    """Each shard draws a number for the key; the highest has it (Thaler and Ravishankar, 1998)."""
    number = hasher(8)
    seeds = [(label.encode() + b"/", label) for label in labels]

    def lookup(key: str) -> str:
        data = key.encode()
        return max(seeds, key=lambda seed: number(seed[0] + data))[1]

    return lookup


def maglev(labels: Sequence[str]) -> Lookup:
    """A table that shards fill by turns, each in an order of its own (Eisenbud et al., 2016)."""
    number = hasher(8)
    orders = [
        (
            number(f"{label}/offset".encode()) % MAGLEV_ENTRIES,
            number(f"{label}/skip".encode()) % (MAGLEV_ENTRIES - 1) + 1,
        )
        for label in labels
    ]
    table: list[str] = [""] * MAGLEV_ENTRIES
    turns, filled = [0] * len(labels), 0
    while True:
        for shard, (offset, skip) in enumerate(orders):
            while table[entry := (offset + skip * turns[shard]) % MAGLEV_ENTRIES]:
                turns[shard] += 1
            table[entry] = labels[shard]
            filled += 1
            if filled == MAGLEV_ENTRIES:
                return lambda key: table[number(key.encode()) % MAGLEV_ENTRIES]


def jump(labels: Sequence[str]) -> Lookup:
    """A walk that a shard's number decides (Lamping and Veach, 2014): shards come and go at the end alone."""
    number, count = hasher(8), len(labels)

    def lookup(key: str) -> str:
        state, at, ahead = number(key.encode()), -1, 0
        while ahead < count:
            at = ahead
            state = (state * 2862933555777941757 + 1) & 0xFFFFFFFFFFFFFFFF
            ahead = int((at + 1) * (2147483648.0 / ((state >> 33) + 1)))
        return labels[at]

    return lookup

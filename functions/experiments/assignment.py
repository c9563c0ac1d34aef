"""Which variant a unit gets: the same each time, without anything kept, and independent between experiments.

A unit's place in a layer decides which of the layer's experiments it takes part in, so that it takes part in one at
most; its place in the experiment decides the variant (Tang et al., "Overlapping experiment infrastructure", 2010). Both
places come of a keyed hash, as uniform as any.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from functions.experiments.errors import MalformedError, OverlapError

DIGEST_BYTES: Final = 6
"""Places on a line of 2⁴⁸: shares are exact to a ten-millionth of a percent, and as floats are."""


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """What is tried out on whom."""

    name: str
    layer: str
    """Experiments of one layer share no unit."""
    start: float
    """Where its part of the layer begins, from 0."""
    end: float
    """Before where it ends, up to 1."""
    weights: Mapping[str, float]
    """Of each variant, the control first, in any unit."""

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= 1:
            raise MalformedError(f"{self.name}: its part of the layer is {self.start} to {self.end}, of 0 to 1")
        if len(self.weights) < 2 or not all(0 < weight < float("inf") for weight in self.weights.values()):
            raise MalformedError(f"{self.name}: two variants at least, with weights above 0")

    @property
    def shares(self) -> Mapping[str, float]:
        """Each variant's share of the units, of 1."""
        total = sum(self.weights.values())
        return {name: weight / total for name, weight in self.weights.items()}


def check(experiments: Sequence[Experiment]) -> None:
    """Refuse *experiments* of which two have a name, or a part of a layer, in common.

    Raises:
        OverlapError: they have.
    """
    ordered = sorted(experiments, key=lambda each: (each.layer, each.start))
    for one, other in pairwise(ordered):
        if one.layer == other.layer and other.start < one.end:
            raise OverlapError(f"layer {one.layer}: {one.name} and {other.name} take the same units")
    if len({each.name for each in experiments}) < len(experiments):
        raise OverlapError("two experiments have one name, and would divide units alike")


def assigner(experiment: Experiment) -> Callable[[str], str | None]:
    """Return what tells a unit's variant in *experiment*; None where it takes no part."""
    fresh_layer, fresh_own = _hash(f"layer\0{experiment.layer}"), _hash(f"experiment\0{experiment.name}")
    names = list(experiment.weights)
    bounds = [_digest(bound) for bound in accumulate(experiment.shares.values())][:-1]
    start, end = _digest(experiment.start), _digest(experiment.end)

    def variant(unit: str) -> str | None:
        data = unit.encode()
        layer = fresh_layer()
        layer.update(data)
        if not start <= layer.digest() < end:
            return None
        own = fresh_own()
        own.update(data)
        return names[bisect_right(bounds, own.digest())]

    return variant


def _hash(key: str) -> Callable[[], "hashlib.blake2s"]:
    """Return what begins a hash of *key*'s own, whose digests are uniform."""
    return hashlib.blake2s(digest_size=DIGEST_BYTES, key=hashlib.blake2s(key.encode()).digest()).copy


def _digest(place: float) -> bytes:
    """Return the first digest at *place*, from 0 to 1, of all; at 1 what comes after all of them."""
    at = round(place * (1 << 8 * DIGEST_BYTES))
    return at.to_bytes(DIGEST_BYTES) if place < 1 else bytes([255] * (DIGEST_BYTES + 1))

"""A day of one region's API, step by step: load, the pods and nodes that the declared settings make of it, and the
fewest that would have kept the promise.

What keeps the promise is that no pod is busier than the promised latencies leave (`components/compute/scaling.py` has
the formula; here it is written down once more, of the figures).
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ops.capacity.autoscaler import STEP_SECONDS, Autoscaler, Scaler

STEPS: Final = 86_400 // STEP_SECONDS
POD_STEPS: Final = 2
"""Until a pod answers: 30 s, assumed."""
NODE_STEPS: Final = 6
"""Until a node takes pods: 90 s from the scan that misses it, assumed."""
NODE_IDLE_STEPS: Final = 600 // STEP_SECONDS
"""How long a node is not needed before it goes (Cluster Autoscaler, `--scale-down-unneeded-time`)."""
SPIKE_HOUR: Final = 20
TENFOLD_STEPS: Final = 900 // STEP_SECONDS
"""How long load takes to grow tenfold."""
HELD_STEPS: Final = 1800 // STEP_SECONDS
NOISE: Final = 0.05


@dataclass(frozen=True, kw_only=True)
class Room:
    """What pods run on."""

    pod_rate: float
    """Requests a second that are all that a pod requests of processors."""
    busiest: float
    """Share of it up to which the promise holds."""
    pods_per_node: int
    least_nodes: int
    most_nodes: int


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a day."""

    kept: float
    """Share of requests that were answered by pods no busier than promised."""
    pod_hours: float
    node_hours: float
    cheapest_pod_hours: float
    cheapest_node_hours: float
    most_pods: int

    @property
    def pod_ratio(self) -> float:
        """Return pods paid, of those that the cheapest schedule pays."""
        return self.pod_hours / self.cheapest_pod_hours

    @property
    def node_ratio(self) -> float:
        """Return nodes paid, of those that the cheapest schedule pays."""
        return self.node_hours / self.cheapest_node_hours


def day(peak: float, *, seed: int = 0, spike: bool = True) -> Sequence[float]:
    """Return a day's requests a second, by step: a wave up to a tenth of *peak*, and at its top a tenfold spike."""
    drawn = random.Random(seed)  # noqa: S311 - noise, not a secret
    top = SPIKE_HOUR * 3600 // STEP_SECONDS
    return [
        peak
        / 10
        * (2 / 3 + math.cos(2 * math.pi * (step - top) / STEPS) / 3)
        * (_spike(step - top) if spike else 1)
        * (1 + NOISE * (2 * drawn.random() - 1))
        for step in range(STEPS)
    ]


def _spike(step: int) -> float:
    if step < 0 or step > 2 * TENFOLD_STEPS + HELD_STEPS:
        return 1
    return 10 ** (min(step, TENFOLD_STEPS, 2 * TENFOLD_STEPS + HELD_STEPS - step) / TENFOLD_STEPS)


def live(load: Sequence[float], scaler: Scaler, room: Room) -> Outcome:
    """Return what comes of *load* under *scaler*, beside the cheapest schedule that knows it beforehand."""
    autoscaler = Autoscaler(scaler)
    pods = max(scaler.least, math.ceil(load[0] / room.pod_rate / scaler.target))
    starting: list[int] = []
    nodes, coming, idle = max(room.least_nodes, _nodes(pods, room)), list[int](), 0
    paid_pods, paid_nodes, kept, most = 0, 0, 0.0, 0
    seen = load[0] / room.pod_rate
    for step, rate in enumerate(load):
        nodes += sum(arrival <= step for arrival in coming)
        coming = [arrival for arrival in coming if arrival > step]
        placed = min(pods, nodes * room.pods_per_node)
        starting = [begun for begun in starting if step - begun < POD_STEPS]
        ready = max(1, placed - len(starting))
        usage = rate / room.pod_rate
        kept += rate if usage / ready <= room.busiest else 0
        paid_pods, paid_nodes, most = paid_pods + placed, paid_nodes + nodes + len(coming), max(most, placed)
        wanted = autoscaler.decide(pods, ready, seen)
        seen = usage
        fitting = min(wanted, nodes * room.pods_per_node)
        starting = (starting + [step] * max(0, fitting - placed))[: max(0, fitting)]
        pods = wanted
        lacking = min(_nodes(pods, room), room.most_nodes) - nodes - len(coming)
        coming += [step + NODE_STEPS] * max(0, lacking)
        idle = idle + 1 if lacking < 0 and nodes > room.least_nodes else 0
        if idle >= NODE_IDLE_STEPS:
            nodes, idle = max(room.least_nodes, nodes + lacking), 0
    cheapest_pods, cheapest_nodes = cheapest(load, scaler, room)
    return Outcome(
        kept=kept / sum(load),
        pod_hours=_hours(paid_pods),
        node_hours=_hours(paid_nodes),
        cheapest_pod_hours=_hours(sum(cheapest_pods)),
        cheapest_node_hours=_hours(sum(cheapest_nodes)),
        most_pods=most,
    )


def cheapest(load: Sequence[float], scaler: Scaler, room: Room) -> tuple[Sequence[int], Sequence[int]]:
    """Return the fewest pods and nodes, by step, that keep the promise at each: what is needed until what began now
    answers. None can pay less, for what answers then has been paid since."""
    needed = [max(scaler.least, math.ceil(rate / room.pod_rate / room.busiest)) for rate in load]
    pods = _ahead(needed, POD_STEPS)
    return pods, _ahead([max(room.least_nodes, _nodes(count, room)) for count in pods], NODE_STEPS)


def _ahead(needed: Sequence[int], steps: int) -> Sequence[int]:
    return [max(needed[step : step + steps + 1]) for step in range(len(needed))]


def _nodes(pods: int, room: Room) -> int:
    return math.ceil(pods / room.pods_per_node)


def _hours(steps: int) -> float:
    return steps * STEP_SECONDS / 3600

"""What Kubernetes' HorizontalPodAutoscaler makes of a number of pods, as it is declared.

The algorithm is Kubernetes' own ("Horizontal Pod Autoscaling", "Algorithm details" and "Configurable scaling
behavior"): desired = ceil(pods x usage / target), nothing within the tolerance; pods that aren't ready count as idle
when there would be more; the highest of the stabilization window when there would be fewer; policies bound the change.
"""

import math
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

STEP_SECONDS: Final = 15
"""The autoscaler's own period, of which all that is simulated is a multiple."""
TOLERANCE: Final = 0.1
"""`--horizontal-pod-autoscaler-tolerance`."""


@dataclass(frozen=True, kw_only=True)
class Scaler:
    """An autoscaler as it is declared."""

    least: int
    most: int
    target: float
    """Share of what pods request."""
    up_seconds: int
    up: Sequence[Mapping[str, Any]]
    """Policies, the widest of which holds."""
    down_seconds: int
    """How long fewer pods must be wanted."""
    down: Sequence[Mapping[str, Any]]


def declared_scaler(props: Mapping[str, Any]) -> Scaler:
    """Return the autoscaler that a resource's *props* declare.

    Raises:
        LookupError: they don't say all of it.
    """
    spec = props["spec"]
    rules = spec["behavior"]
    return Scaler(
        least=int(spec["minReplicas"]),
        most=int(spec["maxReplicas"]),
        target=spec["metrics"][0]["containerResource"]["target"]["averageUtilization"] / 100,
        up_seconds=int(rules["scaleUp"]["stabilizationWindowSeconds"]),
        up=rules["scaleUp"]["policies"],
        down_seconds=int(rules["scaleDown"]["stabilizationWindowSeconds"]),
        down=rules["scaleDown"]["policies"],
    )


class Autoscaler:
    """One autoscaler at work."""

    def __init__(self, scaler: Scaler) -> None:
        self._scaler = scaler
        self._wanted: deque[int] = deque(maxlen=max(scaler.up_seconds, scaler.down_seconds) // STEP_SECONDS + 1)
        self._sizes: deque[int] = deque(maxlen=max((_steps(each) for each in (*scaler.up, *scaler.down)), default=1))

    def decide(self, pods: int, ready: int, usage: float) -> int:
        """Return how many pods there shall be of *pods*, *ready* of which used *usage* pods' requests together."""
        scaler = self._scaler
        self._wanted.append(min(scaler.most, max(scaler.least, self._desired(pods, ready, usage))))
        self._sizes.append(pods)
        highest = max(self._last(scaler.down_seconds))
        lowest = min(self._last(scaler.up_seconds))
        if lowest > pods:
            return min(lowest, max(_up(each, self._before(each)) for each in scaler.up), scaler.most)
        if highest < pods:
            return max(highest, min(_down(each, self._before(each)) for each in scaler.down), scaler.least)
        return pods

    def _desired(self, pods: int, ready: int, usage: float) -> int:
        ratio = usage / ready / self._scaler.target
        if abs(ratio - 1) <= TOLERANCE:
            return pods
        if ratio < 1 or ready == pods:
            return math.ceil(ratio * ready)
        idle = usage / pods / self._scaler.target
        return math.ceil(idle * pods) if idle > 1 + TOLERANCE else pods

    def _last(self, seconds: int) -> list[int]:
        return list(self._wanted)[-(seconds // STEP_SECONDS + 1) :]

    def _before(self, policy: Mapping[str, Any]) -> int:
        """Return how many pods there were when the policy's period began."""
        return list(self._sizes)[-_steps(policy) :][0]


def _steps(policy: Mapping[str, Any]) -> int:
    return max(1, int(policy["periodSeconds"]) // STEP_SECONDS)


def _up(policy: Mapping[str, Any], pods: int) -> int:
    value = int(policy["value"])
    return pods + value if policy["type"] == "Pods" else math.ceil(pods * (1 + value / 100))


def _down(policy: Mapping[str, Any], pods: int) -> int:
    value = int(policy["value"])
    return pods - value if policy["type"] == "Pods" else int(pods * (1 - value / 100))

"""What a stack promises of its API, as the alarms say that stand for it (`components/edge/gateway_alarms.py`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ops.request import UsageError
from sandbox.state.model import ResourceState
from sandbox.values import reveal

INSIDE_P99_MS: Final = 10
"""What a read may take inside the function, at p99: this repository's own bar ("sub-10 ms")."""
_ALARM: Final = "aws:cloudwatch/metricAlarm:MetricAlarm"
_NAMESPACE: Final = "AWS/ApiGateway"


@dataclass(frozen=True, kw_only=True)
class Objectives:
    """What is promised of a region's API."""

    p95_ms: float
    p99_ms: float
    error_percent: float
    """Share of requests that may fail."""


def objectives(resources: Sequence[ResourceState], region: str) -> Objectives:
    """Return what *region*'s API is held to.

    Raises:
        UsageError: no alarm says so.
    """
    given = [reveal(each.inputs) for each in resources if each.type == _ALARM]
    told = {
        (each["metricName"], each.get("extendedStatistic") or each.get("statistic")): float(each["threshold"])
        for each in given
        if each.get("namespace") == _NAMESPACE and each.get("region") == region
    }
    try:
        return Objectives(
            p95_ms=told["Latency", "p95"],
            p99_ms=told["Latency", "p99"],
            error_percent=100 * told["5XXError", "Average"],
        )
    except KeyError as missing:
        raise UsageError(f"no alarm in {region} stands for {missing}; bring the stack up by `groot up`") from None

"""A day under what a stack declares: its autoscaler, its nodes, and the promises that its alarms stand for."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from ops.capacity.autoscaler import Scaler, declared_scaler
from ops.capacity.day import Outcome, Room, day, live
from ops.capacity.declared import API, Declared
from ops.capacity.figures import figures
from ops.capacity.load import Load
from ops.capacity.plan import pods_per_node, workload_rate
from ops.request import UsageError
from policies.model import Resource
from policies.unknown import readable

MOST_RATIO: Final = 1.3
"""What pods may cost, of what the cheapest schedule does that knows the day beforehand."""
ALLOWED: Final = 0.0001
"""Share of requests that may meet busier pods: what a promise of 99.99 % leaves."""
LEFT_OUT: Final = (
    "left out: what pods use beyond their requests, other pods on the nodes, images that must be pulled, zones, the "
    "gateway and the mesh before the pods; a spike that comes faster than tenfold in 15 minutes is not followed: raise "
    "api.replicas.min before it"
)
_SCALER: Final = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
_ALARM: Final = "aws:cloudwatch/metricAlarm:MetricAlarm"


def lived(resources: Sequence[Resource], load: Load, has: Declared) -> Outcome:
    """Return what comes of a day with a tenfold spike to the peak of *load*.

    Raises:
        UsageError: the stack doesn't declare what a day is lived under.
    """
    if not (has.pod_cores and has.node_cores and has.nodes and has.least_nodes):
        raise UsageError("the stack declares neither pods of the API nor nodes; there is no day to live")
    rate = has.pod_cores / (figures()["workload_cpu_ms"].value / 1000)
    room = Room(
        pod_rate=rate,
        busiest=busiest(_promises(resources), rate),
        pods_per_node=pods_per_node(has.node_cores, has.pod_cores),
        least_nodes=int(has.least_nodes),
        most_nodes=int(has.nodes),
    )
    return live(day(workload_rate(load)), _scaler(resources), room)


def busiest(promises_ms: Mapping[float, float], rate: float) -> float:
    """Return the share of its processors up to which a pod of *rate* requests a second keeps latencies, by quantile."""
    return min(1 - math.log(1 / (1 - share)) / (rate * limit / 1000) for share, limit in promises_ms.items())


def _scaler(resources: Sequence[Resource]) -> Scaler:
    for each in _of(resources, _SCALER):
        if each["metadata"]["name"] == API:
            return declared_scaler(each)
    raise UsageError(f"the stack declares no autoscaler called {API}")


def _promises(resources: Sequence[Resource]) -> Mapping[float, float]:
    found = {
        float(str(each["extendedStatistic"]).removeprefix("p")) / 100: float(each["threshold"])
        for each in _of(resources, _ALARM)
        if each.get("namespace") == "AWS/ApiGateway" and each.get("metricName") == "Latency"
    }
    if not found:
        raise UsageError("no alarm stands for a latency that the stack promises; it may leave out edge")
    return found


def _of(resources: Sequence[Resource], token: str) -> Iterator[Mapping[str, Any]]:
    return (readable(each.props) for each in resources if each.type == token)


def kept(outcome: Outcome) -> bool:
    """Return whether the day kept the promise, at a price that is allowed."""
    return outcome.kept >= 1 - ALLOWED and outcome.pod_ratio <= MOST_RATIO


def lines(outcome: Outcome) -> Iterator[str]:
    """Return *outcome* as a person reads it."""
    yield "a day with a tenfold spike to that peak, by the declared autoscaler (simulated)"
    yield f"  {outcome.kept:.3%} of the requests met pods that were no busier than the promised latencies leave"
    yield (
        f"  {outcome.pod_hours:,.0f} pod-hours, {outcome.pod_ratio:.2f} of the {outcome.cheapest_pod_hours:,.0f} of "
        f"the cheapest schedule, which knows the day beforehand; at most {outcome.most_pods} pods"
    )
    yield f"  {outcome.node_hours:,.0f} node-hours, {outcome.node_ratio:.2f} of the {outcome.cheapest_node_hours:,.0f}"
    yield f"  {LEFT_OUT}"


def document(outcome: Outcome) -> Mapping[str, Any]:
    """Return *outcome* as `groot capacity --json` prints it."""
    return {
        "kept": outcome.kept,
        "pod_hours": outcome.pod_hours,
        "pod_ratio": round(outcome.pod_ratio, 4),
        "node_hours": outcome.node_hours,
        "node_ratio": round(outcome.node_ratio, 4),
        "most_pods": outcome.most_pods,
        "enough": kept(outcome),
    }

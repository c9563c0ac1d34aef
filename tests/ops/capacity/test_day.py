"""A day under an autoscaler: the algorithm by cases of it, the cheapest schedule by searching all there are."""

import itertools
import math
import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.compute.scaling import most_utilisation, target_percent
from ops.capacity.autoscaler import Autoscaler, Scaler
from ops.capacity.day import POD_STEPS, STEPS, Outcome, Room, cheapest, day, live
from ops.capacity.declared import declared
from ops.capacity.lived import MOST_RATIO, busiest, kept, lived
from ops.capacity.load import Load
from ops.request import UsageError
from policies.model import Resource
from settings import Objectives
from tests.ops.preflight.plans import made

DOUBLED = {"type": "Percent", "value": 100, "periodSeconds": 15}
FOUR = {"type": "Pods", "value": 4, "periodSeconds": 15}
SCALER = Scaler(least=3, most=80, target=0.56, up_seconds=0, up=[DOUBLED, FOUR], down_seconds=180, down=[DOUBLED])
ROOM = Room(pod_rate=125, busiest=0.7603, pods_per_node=9, least_nodes=6, most_nodes=60)
PEAK = 4762.0
"""What pods answer of prod's 1,000,000 requests a minute, in its heaviest region while another one is lost."""
RULES = {
    "scaleUp": {"stabilizationWindowSeconds": 0, "policies": [DOUBLED, FOUR]},
    "scaleDown": {"stabilizationWindowSeconds": 180, "policies": [DOUBLED]},
}


def lived_by(target: float = 0.56, seed: int = 0, load: Sequence[float] | None = None) -> Outcome:
    return live(load or day(PEAK, seed=seed), replace(SCALER, target=target), ROOM)


@pytest.mark.parametrize(
    ("pods", "ready", "usage", "wanted"),
    [
        pytest.param(10, 10, 11.2, 20, id="twice the usage is twice the pods"),
        pytest.param(10, 10, 6.1, 10, id="a tenth above is nothing"),
        pytest.param(10, 10, 6.2, 12, id="more than that is rounded up"),
        pytest.param(10, 8, 6.3, 12, id="pods that start count as idle"),
        pytest.param(10, 8, 6.1, 10, id="so that less may be nothing"),
        pytest.param(10, 10, 300.0, 20, id="no more than twice at once"),
        pytest.param(3, 3, 300.0, 7, id="or four"),
        pytest.param(60, 60, 300.0, 80, id="nor more than there may be"),
    ],
)
def test_pods_follow_usage_as_kubernetes_says(pods: int, ready: int, usage: float, wanted: int) -> None:
    assert Autoscaler(SCALER).decide(pods, ready, usage) == wanted


def test_pods_go_when_less_load_has_lasted() -> None:
    autoscaler = Autoscaler(SCALER)
    assert autoscaler.decide(40, 40, 40 * 0.56) == 40
    sizes = [autoscaler.decide(40, 40, 5.6) for _ in range(180 // 15 + 1)]
    assert sizes[:-1] == [40] * 12
    assert sizes[-1] == 10


@pytest.mark.parametrize("seed", range(5))
def test_a_tenfold_spike_keeps_the_promise_at_nearly_the_cheapest_price(seed: int) -> None:
    outcome = lived_by(target_percent(Objectives()) / 100, seed)
    assert outcome.kept == pytest.approx(1)
    assert 1 <= outcome.pod_ratio <= MOST_RATIO
    assert 1 <= outcome.node_ratio <= MOST_RATIO
    assert kept(outcome)


def test_aiming_as_high_as_the_promise_allows_breaks_it() -> None:
    assert lived_by(0.7).kept < 0.99
    assert not kept(lived_by(0.7))


def test_aiming_low_keeps_it_at_a_price_that_is_too_high() -> None:
    outcome = lived_by(0.4)
    assert outcome.kept == pytest.approx(1)
    assert outcome.pod_ratio > MOST_RATIO
    assert not kept(outcome)


def test_a_spike_that_comes_at_once_is_not_followed() -> None:
    flat = [PEAK / 10] * (STEPS // 2) + [PEAK] * (STEPS // 2)
    assert lived_by(load=flat).kept < 0.9999


NEEDS = st.lists(st.integers(0, 3), min_size=1, max_size=6)


@given(NEEDS)
def test_no_schedule_is_cheaper_than_the_cheapest(needed: list[int]) -> None:
    room = replace(ROOM, pod_rate=1, busiest=1)
    pods, _ = cheapest(needed, replace(SCALER, least=0), room)
    assert sum(pods) == _searched(needed)


def _searched(needed: Sequence[int]) -> int:
    """Return the least cost of all schedules: by step, how many pods begin and how many end, all of them paid."""
    states = dict.fromkeys(itertools.product(range(4), repeat=POD_STEPS + 1), 0)
    for step, need in enumerate(needed):
        found: dict[tuple[int, ...], int] = {}
        for (ready, *starting), cost in states.items():
            if step:
                ready, starting = ready + starting[0], [*starting[1:], 0]
            for begun, stays in itertools.product(range(4) if step else [0], range(need, ready + 1)):
                state = (stays, *starting[:-1], starting[-1] + begun)
                paid = cost + sum(state)
                found[state] = min(paid, found.get(state, math.inf))  # pyright: ignore[reportArgumentType]
        states = found
    return min(states.values())


@given(st.integers(20, 2000), st.integers(0, 2000))
def test_both_writings_of_the_most_a_pod_may_be_busy_agree(p95_ms: int, more_ms: int) -> None:
    promised = Objectives(latency_p95_ms=p95_ms, latency_p99_ms=p95_ms + more_ms)
    stands_for = {0.95: float(p95_ms), 0.99: float(p95_ms + more_ms)}
    assert busiest(stands_for, 0.25 / 0.002) == pytest.approx(most_utilisation(promised))


def test_a_queue_that_busy_just_keeps_the_promised_latency() -> None:
    drawn = random.Random(1)
    promised = Objectives()
    seconds, busy = 0.008, most_utilisation(promised)
    waited, took = 0.0, list[float]()
    for _ in range(400_000):
        served = drawn.expovariate(1 / seconds)
        took.append(waited + served)
        waited = max(0.0, waited + served - drawn.expovariate(busy / seconds))
    took.sort()
    assert took[int(0.95 * len(took))] * 1000 == pytest.approx(promised.latency_p95_ms, rel=0.06)


def stack(**changes: Any) -> list[Resource]:
    metric = {"containerResource": {"container": "api", "target": {"averageUtilization": 56}}}
    container = {"name": "api", "resources": {"requests": {"cpu": "250m"}}}
    return [
        made(
            "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
            "scaler",
            {
                "metadata": {"name": "groot-api"},
                "spec": {"minReplicas": 3, "maxReplicas": 80, "metrics": [metric], "behavior": RULES},
            },
        ),
        made(
            "kubernetes:apps/v1:Deployment",
            "api",
            {"metadata": {"name": "groot-api"}, "spec": {"template": {"spec": {"containers": [container]}}}},
        ),
        made(
            "aws:eks/nodeGroup:NodeGroup",
            "nodes",
            {"scalingConfig": {"minSize": 6, "maxSize": 60}, "instanceTypes": ["m7g.xlarge"]},
        ),
        *(
            made(
                "aws:cloudwatch/metricAlarm:MetricAlarm",
                f"slow-{name}",
                {
                    "namespace": "AWS/ApiGateway",
                    "metricName": "Latency",
                    "extendedStatistic": name,
                    "threshold": limit,
                    **changes,
                },
            )
            for name, limit in (("p95", 100), ("p99", 500))
        ),
    ]


def test_a_day_is_lived_under_what_the_stack_declares() -> None:
    load = Load(requests_per_minute=1_000_000, events_per_day=1, weights=[40, 30, 30])
    resources = stack()
    outcome = lived(resources, load, declared(resources))
    assert outcome.most_pods <= 80
    assert outcome.pod_hours == pytest.approx(lived_by().pod_hours, rel=0.01)


def test_without_a_promise_there_is_nothing_to_keep() -> None:
    resources = stack(namespace="AWS/Lambda")
    load = Load(requests_per_minute=1_000_000, events_per_day=1, weights=[1])
    with pytest.raises(UsageError, match="no alarm stands for a latency"):
        lived(resources, load, declared(resources))

"""How many pods the API has: what utilisation the promised latencies leave, and room for load that grows meanwhile.

A pod is taken for a queue with one server, Poisson arrivals and exponential service (M/M/1). Its response time is
exponential with mean S / (1 - u), so that a share q of requests takes at most S ln(1 / (1 - q)) / (1 - u) (L.
Kleinrock, "Queueing Systems", volume 1, section 3.2). Solved for u, that is the most a promise allows; the autoscaler
aims lower, by as much as load can grow until a new pod answers.
"""

import math
from typing import Final

from pulumi_kubernetes.autoscaling import v2 as autoscaling

from settings import Objectives

REQUEST_CPU_MS: Final = 2
"""Processor time of a request in the API's container: assumed, so measure it."""
POD_CPU: Final = 0.25
"""Cores that a pod requests, and surely has."""
SYNC_SECONDS: Final = 15
"""How often the autoscaler decides (Kubernetes, `--horizontal-pod-autoscaler-sync-period`)."""
METRICS_SECONDS: Final = 15
"""How often usage is measured (metrics-server, `--metric-resolution`)."""
START_SECONDS: Final = 30
"""From the decision until a pod answers, its image on the node: assumed, so measure it."""
TOLERANCE: Final = 0.1
"""How far above what it aims at the autoscaler does nothing (`--horizontal-pod-autoscaler-tolerance`)."""
STRAYS: Final = 0.05
"""How far the load of a few seconds strays from its course: assumed, so measure it."""
TENFOLD_SECONDS: Final = 900
"""The steepest rise that is followed: to ten times in this time. What is steeper needs pods beforehand."""
LEAST_PERCENT: Final = 10
"""Promises that leave less are not kept by more pods."""
DOWN_SECONDS: Final = 180
"""How long less load must last until pods go: three times as long as a new one takes from the load that asks for it."""


def most_utilisation(objectives: Objectives) -> float:
    """Return the share of a pod's processors up to which the promised latencies hold."""
    seconds = REQUEST_CPU_MS / 1000 / POD_CPU
    promised = {0.95: objectives.latency_p95_ms / 1000, 0.99: objectives.latency_p99_ms / 1000}
    return min(1 - seconds * math.log(1 / (1 - share)) / limit for share, limit in promised.items())


def target_percent(objectives: Objectives) -> int:
    """Return what the autoscaler aims at: the most there may be, less what comes before a new pod answers, what the
    autoscaler takes for nothing, and what strays."""
    unseen = SYNC_SECONDS + METRICS_SECONDS + START_SECONDS
    above = 10 ** (unseen / TENFOLD_SECONDS) * (1 + TOLERANCE) * (1 + STRAYS)
    return max(LEAST_PERCENT, math.floor(100 * most_utilisation(objectives) / above))


def behaviour() -> autoscaling.HorizontalPodAutoscalerBehaviorArgs:
    """Return how fast pods come and go: at once twice as many, and fewer only when less load has lasted."""
    doubled = autoscaling.HPAScalingPolicyArgs(type="Percent", value=100, period_seconds=SYNC_SECONDS)
    few = autoscaling.HPAScalingPolicyArgs(type="Pods", value=4, period_seconds=SYNC_SECONDS)
    return autoscaling.HorizontalPodAutoscalerBehaviorArgs(
        scale_up=autoscaling.HPAScalingRulesArgs(
            stabilization_window_seconds=0, select_policy="Max", policies=[doubled, few]
        ),
        scale_down=autoscaling.HPAScalingRulesArgs(
            stabilization_window_seconds=DOWN_SECONDS, select_policy="Max", policies=[doubled]
        ),
    )

"""The promises as Argo Rollouts asks them of CloudWatch, while a release has a share of a region's pods.

What is measured is all that the region answered, by either release: a promise that isn't kept is one to clients,
whoever broke it. Without requests there is nothing to break.
"""

from typing import Any, Final

import pulumi

from settings import Objectives

NAMESPACE: Final = "AWS/ApplicationELB"
PERIOD_SECONDS: Final = 60
"""Of the load balancer's metrics (Elastic Load Balancing, "CloudWatch metrics for your Application Load Balancer")."""
WINDOW: Final = "3m"
"""Minutes that are looked at each time; the first are those since the share was changed."""
TIMES: Final = 3
"""How often, a minute apart: five minutes of a share are seen."""


def metrics(objectives: Objectives, balancer_arn: pulumi.Input[str]) -> list[dict[str, Any]]:
    """Return the metrics of an AnalysisTemplate, each with how high it may be."""
    suffix = pulumi.Output.from_input(balancer_arn).apply(lambda arn: arn.partition(":loadbalancer/")[2])
    dimensions = [{"name": "LoadBalancer", "value": suffix}]

    def measured(called: str, metric: str, stat: str, *, returned: bool) -> dict[str, Any]:
        asked = {"namespace": NAMESPACE, "metricName": metric, "dimensions": dimensions}
        query = {"metric": asked, "period": PERIOD_SECONDS, "stat": stat}
        return {"id": called, "metricStat": query, "returnData": returned}

    errors = [
        {"id": "rate", "expression": "100 * FILL(errors, 0) / requests"},
        measured("errors", "HTTPCode_Target_5XX_Count", "Sum", returned=False),
        measured("requests", "RequestCount", "Sum", returned=False),
    ]
    return [
        _metric("error-rate-percent", errors, objectives.error_rate_percent),
        *(
            _metric(
                f"latency-{percentile}-seconds",
                [measured("latency", "TargetResponseTime", percentile, returned=True)],
                limit_ms / 1000,
            )
            for percentile, limit_ms in {"p95": objectives.latency_p95_ms, "p99": objectives.latency_p99_ms}.items()
        ),
    ]


def _metric(called: str, queries: list[dict[str, Any]], most: float) -> dict[str, Any]:
    return {
        "name": called,
        "initialDelay": WINDOW,
        "interval": f"{PERIOD_SECONDS}s",
        "count": TIMES,
        "failureLimit": 0,
        "successCondition": f"all(result[0].Values, {{# <= {most}}})",
        "provider": {"cloudWatch": {"interval": WINDOW, "metricDataQueries": queries}},
    }

"""Metric filters select events."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if not value(props, "pattern", "").strip():
        return "it counts every event, whatever it says"
    return None


RULE = Rule(
    name="cloudwatch_metric_filter_selects",
    title="Metric filters select events.",
    resource_types=frozenset({"aws:cloudwatch/logMetricFilter:LogMetricFilter"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.MONITORING}),
    remediation="Set pattern to the events that matter.",
    link="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html",
)

"""Alarms say what missing data means."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective

MEANINGS = frozenset({"breaching", "notBreaching"})


def _check(props: Props) -> str | None:
    if props.get("treatMissingData") not in MEANINGS:
        return "it may stay as it was for ever when data stops"
    return None


RULE = Rule(
    name="cloudwatch_alarm_says_what_silence_means",
    title="Alarms say what missing data means.",
    resource_types=frozenset({"aws:cloudwatch/metricAlarm:MetricAlarm"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.MONITORING}),
    remediation="Set treatMissingData to breaching or notBreaching.",
    link="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html",
)

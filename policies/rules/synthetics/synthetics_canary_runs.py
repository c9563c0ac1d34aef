"""Canaries run."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("startCanary") is not True:
        return "it is declared and not started"
    return None


RULE = Rule(
    name="synthetics_canary_runs",
    title="Canaries run.",
    resource_types=frozenset({"aws:synthetics/canary:Canary"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.MONITORING}),
    remediation="Set startCanary to true.",
    link="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries.html",
)

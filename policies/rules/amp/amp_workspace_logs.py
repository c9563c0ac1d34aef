"""Prometheus says what fails."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if not value(props, "loggingConfiguration.logGroupArn"):
        return "rules and alerts that fail are written down nowhere"
    return None


RULE = Rule(
    name="amp_workspace_logs",
    title="Prometheus says what fails.",
    resource_types=frozenset({"aws:amp/workspace:Workspace"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set loggingConfiguration.logGroupArn.",
    link="https://docs.aws.amazon.com/prometheus/latest/userguide/CW-logs.html",
)

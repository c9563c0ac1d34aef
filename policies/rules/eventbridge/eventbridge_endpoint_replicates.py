"""Global endpoints replicate events."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "replicationConfig.state", "ENABLED") != "ENABLED":
        return "events are lost with their region"
    return None


RULE = Rule(
    name="eventbridge_endpoint_replicates",
    title="Global endpoints replicate events.",
    resource_types=frozenset({"aws:cloudwatch/eventEndpoint:EventEndpoint"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Leave replicationConfig out or set its state to ENABLED.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/eventbridge-controls.html#eventbridge-4",
    sources=("SecurityHub EventBridge.4",),
)

"""What a gateway can't do is told in CloudWatch Logs."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if not props.get("cloudwatchLogGroupArn"):
        return "it does not log"
    return None


RULE = Rule(
    name="storagegateway_gateway_logs",
    title="Storage Gateways log.",
    resource_types=frozenset({"aws:storagegateway/gateway:Gateway"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set cloudwatchLogGroupArn.",
    link="https://docs.aws.amazon.com/filegateway/latest/files3/monitoring-file-gateway.html",
)

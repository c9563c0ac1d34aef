"""What a connector's workers say goes to a log group, a bucket or a delivery stream."""

from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    logs = value(props, "logDelivery.workerLogDelivery")
    if some(("cloudwatchLogs", "firehose", "s3"), lambda kind: value(logs, f"{kind}.enabled") is True):
        return None
    return "its workers do not log"


RULE = Rule(
    name="mskconnect_connector_logs",
    title="MSK connectors log.",
    resource_types=frozenset({"aws:mskconnect/connector:Connector"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set logDelivery.workerLogDelivery.cloudwatchLogs with enabled and a group.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html#msk-5",
    sources=("SecurityHub MSK.5",),
)

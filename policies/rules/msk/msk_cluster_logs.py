"""What brokers say goes to a log group, a bucket or a delivery stream."""

from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    logs = value(props, "loggingInfo.brokerLogs")
    if some(("cloudwatchLogs", "firehose", "s3"), lambda kind: value(logs, f"{kind}.enabled") is True):
        return None
    return "brokers do not log"


RULE = Rule(
    name="msk_cluster_logs",
    title="MSK clusters log.",
    resource_types=frozenset({"aws:msk/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set loggingInfo.brokerLogs.cloudwatchLogs with enabled and a group.",
    link="https://docs.aws.amazon.com/msk/latest/developerguide/msk-logging.html",
)

"""A broker has a standby, or is a cluster, in other zones."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective

MODES = frozenset({"ACTIVE_STANDBY_MULTI_AZ", "CLUSTER_MULTI_AZ"})
"""Of ActiveMQ and of RabbitMQ."""


def _check(props: Props) -> str | None:
    if props.get("deploymentMode") not in MODES:
        return "it stands in one zone"
    return None


RULE = Rule(
    name="mq_broker_spans_zones",
    title="MQ brokers span zones.",
    resource_types=frozenset({"aws:mq/broker:Broker"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set deploymentMode to ACTIVE_STANDBY_MULTI_AZ for ActiveMQ, to CLUSTER_MULTI_AZ for RabbitMQ.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/mq-controls.html#mq-5",
    sources=("SecurityHub MQ.5", "SecurityHub MQ.6"),
)

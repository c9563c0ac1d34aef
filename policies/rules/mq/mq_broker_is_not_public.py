"""A broker has an address in the network only."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("publiclyAccessible") is True:
        return "it is reachable from the internet"
    return None


RULE = Rule(
    name="mq_broker_is_not_public",
    title="MQ brokers are not publicly accessible.",
    resource_types=frozenset({"aws:mq/broker:Broker"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.PUBLIC_ACCESS}),
    remediation="Remove publiclyAccessible or set it to false.",
    link="https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/using-amazon-mq-securely.html",
)

"""Messages are delivered encrypted."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("protocol") == "http":
        return "messages travel in plain text"
    return None


RULE = Rule(
    name="sns_subscription_is_encrypted",
    title="Messages are delivered encrypted.",
    resource_types=frozenset({"aws:sns/topicSubscription:TopicSubscription"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set protocol to https.",
    link="https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html#enforce-encryption-data-in-transit",
)

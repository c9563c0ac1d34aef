"""Configurations are delivered under a customer key."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("s3KmsKeyArn")):
        return "what it delivers is encrypted under a key of AWS"
    return None


RULE = Rule(
    name="cfg_channel_uses_customer_key",
    title="Configurations are delivered under a customer key.",
    resource_types=frozenset({"aws:cfg/deliveryChannel:DeliveryChannel"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST, Objective.LOG_PROTECTION}),
    remediation="Set s3KmsKeyArn to the archive's key.",
    link="https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html",
)

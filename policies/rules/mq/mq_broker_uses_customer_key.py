"""Messages are encrypted under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    return fault_among(
        ("it is encrypted under a key of AWS", lambda: value(props, "encryptionOptions.useAwsOwnedKey") is not False),
        (
            "it is encrypted under a key that AWS chose",
            lambda: not customer_key(value(props, "encryptionOptions.kmsKeyId")),
        ),
    )


RULE = Rule(
    name="mq_broker_uses_customer_key",
    title="MQ brokers are encrypted under a customer key.",
    resource_types=frozenset({"aws:mq/broker:Broker"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encryptionOptions with useAwsOwnedKey false and kmsKeyId.",
    link="https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/data-protection.html",
)

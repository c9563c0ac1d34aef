"""State and snapshots of an application are encrypted under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    encryption = value(props, "applicationConfiguration.applicationEncryptionConfiguration")
    return fault_among(
        ("it is encrypted under a key of AWS", lambda: value(encryption, "keyType") != "CUSTOMER_MANAGED_KEY"),
        ("it names no customer key", lambda: not customer_key(value(encryption, "keyId"))),
    )


RULE = Rule(
    name="kinesisanalyticsv2_application_uses_customer_key",
    title="Flink applications are encrypted under a customer key.",
    resource_types=frozenset({"aws:kinesisanalyticsv2/application:Application"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set applicationEncryptionConfiguration with keyType CUSTOMER_MANAGED_KEY and keyId.",
    link="https://docs.aws.amazon.com/managed-flink/latest/java/key-management-flink.html",
)

"""Tables are encrypted under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    return fault_among(
        (
            "it is encrypted under a key of AWS",
            lambda: value(props, "encryptionSpecification.type") != "CUSTOMER_MANAGED_KMS_KEY",
        ),
        (
            "it names no customer key",
            lambda: not customer_key(value(props, "encryptionSpecification.kmsKeyIdentifier")),
        ),
    )


RULE = Rule(
    name="keyspaces_table_uses_customer_key",
    title="Keyspaces tables are encrypted under a customer key.",
    resource_types=frozenset({"aws:keyspaces/table:Table"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encryptionSpecification with type CUSTOMER_MANAGED_KMS_KEY and kmsKeyIdentifier.",
    link="https://docs.aws.amazon.com/keyspaces/latest/devguide/EncryptionAtRest.html",
)

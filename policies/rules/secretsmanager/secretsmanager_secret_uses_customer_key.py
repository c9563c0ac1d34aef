"""Secrets, and their replicas, are encrypted under keys of the customer's own.

AWS Secrets Manager User Guide, "Secret encryption and decryption".
"""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, items, numbered, value


def _check(props: Props) -> str | None:
    if not customer_key(props.get("kmsKeyId")):
        return "it is encrypted under a key that AWS chose"

    def fault(label: str, replica: Props) -> str | None:
        if not customer_key(value(replica, "kmsKeyId")):
            return f"{label} is encrypted under a key that AWS chose"
        return None

    return fault_in(numbered(items(props, "replicas"), "replicas"), fault)


RULE = Rule(
    name="secretsmanager_secret_uses_customer_key",
    title="Secrets are encrypted under customer keys.",
    resource_types=frozenset({"aws:secretsmanager/secret:Secret"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT, Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsKeyId, on every replica too.",
    link="https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html",
)

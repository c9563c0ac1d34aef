"""Secrets, and their replicas, are encrypted under keys of the customer's own.

AWS Secrets Manager User Guide, "Secret encryption and decryption".
"""

from policies.lists import first, labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, items, numbered, value


def _check(props: Props) -> str | None:
    return first((_of_secret, _of_replicas), lambda ask: ask(props))


def _of_secret(props: Props) -> str | None:
    return None if customer_key(props.get("kmsKeyId")) else "it is encrypted under a key that AWS chose"


def _of_replicas(props: Props) -> str | None:
    replicas = numbered(items(props, "replicas"), "replicas")
    theirs = labels(replicas, lambda replica: not customer_key(value(replica, "kmsKeyId")))
    return f"{', '.join(theirs)} is encrypted under a key that AWS chose" if theirs else None


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

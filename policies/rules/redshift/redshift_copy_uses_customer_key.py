"""Copies of a warehouse, and what streams into it, are encrypted under a key of the customer's own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("kmsKeyId")):
        return "it is encrypted under a key that AWS chose"
    return None


RULE = Rule(
    name="redshift_copy_uses_customer_key",
    title="Redshift copies and integrations are encrypted under a customer key.",
    resource_types=frozenset(
        {"aws:redshift/integration:Integration", "aws:redshift/snapshotCopyGrant:SnapshotCopyGrant"}
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsKeyId to the key of the region that the data goes to.",
    link="https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-db-encryption.html",
)

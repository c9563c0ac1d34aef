"""Notebooks are encrypted under a key of the customer's own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("encryptionKeyArn")):
        return "it is encrypted under a key that AWS chose"
    return None


RULE = Rule(
    name="emr_studio_uses_customer_key",
    title="EMR studios are encrypted under a customer key.",
    resource_types=frozenset({"aws:emr/studio:Studio"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encryptionKeyArn to the region's key.",
    link="https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-workspace-storage-encryption.html",
)

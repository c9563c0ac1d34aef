"""Recovery points apart from the account are encrypted under a key of the customer's own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("encryptionKeyArn")):
        return "it is encrypted under a key that AWS chose"
    return None


RULE = Rule(
    name="backup_air_gapped_vault_uses_customer_key",
    title="Air-gapped vaults are encrypted under a customer key.",
    resource_types=frozenset({"aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encryptionKeyArn.",
    link="https://docs.aws.amazon.com/aws-backup/latest/devguide/logicallyairgappedvault.html",
)

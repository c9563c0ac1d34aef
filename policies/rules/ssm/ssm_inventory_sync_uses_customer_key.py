"""Inventories are synchronized under a customer key."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    if not customer_key(value(props, "s3Destination.kmsKeyArn")):
        return "inventories are encrypted under a key of AWS"
    return None


RULE = Rule(
    name="ssm_inventory_sync_uses_customer_key",
    title="Inventories are synchronized under a customer key.",
    resource_types=frozenset({"aws:ssm/resourceDataSync:ResourceDataSync"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set s3Destination.kmsKeyArn.",
    link="https://docs.aws.amazon.com/systems-manager/latest/userguide/inventory-create-resource-data-sync.html",
)

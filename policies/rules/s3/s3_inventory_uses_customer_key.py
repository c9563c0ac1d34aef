"""Lists of a bucket's objects are encrypted under a key of the customer's own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    if not customer_key(value(props, "destination.bucket.encryption.sseKms.keyId")):
        return "it is encrypted under a key that AWS chose"
    return None


RULE = Rule(
    name="s3_inventory_uses_customer_key",
    title="S3 inventories are encrypted under a customer key.",
    resource_types=frozenset({"aws:s3/inventory:Inventory"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set destination.bucket.encryption.sseKms.keyId.",
    link="https://docs.aws.amazon.com/AmazonS3/latest/userguide/configure-inventory.html",
)

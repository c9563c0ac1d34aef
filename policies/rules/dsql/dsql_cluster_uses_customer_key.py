"""A distributed database is encrypted under a key of the customer's own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("kmsEncryptionKey")) or props["kmsEncryptionKey"] == "AWS_OWNED_KMS_KEY":
        return "it is encrypted under a key of AWS"
    return None


RULE = Rule(
    name="dsql_cluster_uses_customer_key",
    title="Aurora DSQL clusters are encrypted under a customer key.",
    resource_types=frozenset({"aws:dsql/cluster:Cluster"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsEncryptionKey to the region's key.",
    link="https://docs.aws.amazon.com/aurora-dsql/latest/userguide/data-encryption.html",
)

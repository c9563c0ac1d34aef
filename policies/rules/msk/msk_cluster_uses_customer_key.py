"""Topics are encrypted under a key of the customer's own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    if not customer_key(value(props, "encryptionInfo.encryptionAtRestKmsKeyArn")):
        return "it is encrypted under a key that AWS chose"
    return None


RULE = Rule(
    name="msk_cluster_uses_customer_key",
    title="MSK clusters are encrypted under a customer key.",
    resource_types=frozenset({"aws:msk/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encryptionInfo.encryptionAtRestKmsKeyArn to the region's key.",
    link="https://docs.aws.amazon.com/msk/latest/developerguide/msk-encryption.html",
)

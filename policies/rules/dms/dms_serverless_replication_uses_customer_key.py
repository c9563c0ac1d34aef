"""A serverless replication is encrypted under a key of the customer's own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    if not customer_key(value(props, "computeConfig.kmsKeyId")):
        return "it is encrypted under a key that AWS chose"
    return None


RULE = Rule(
    name="dms_serverless_replication_uses_customer_key",
    title="DMS Serverless is encrypted under a customer key.",
    resource_types=frozenset({"aws:dms/replicationConfig:ReplicationConfig"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set computeConfig.kmsKeyId to the region's key.",
    link="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Serverless.html",
)

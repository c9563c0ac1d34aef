"""Disks of replication instances, and settings of endpoints, are encrypted under a key of the customer's own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("kmsKeyArn")):
        return "it is encrypted under a key that AWS chose"
    return None


RULE = Rule(
    name="dms_uses_customer_key",
    title="DMS is encrypted under a customer key.",
    resource_types=frozenset(
        {
            "aws:dms/endpoint:Endpoint",
            "aws:dms/instanceProfile:InstanceProfile",
            "aws:dms/replicationInstance:ReplicationInstance",
            "aws:dms/s3Endpoint:S3Endpoint",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsKeyArn to the region's key.",
    link="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.DataProtection.html",
)

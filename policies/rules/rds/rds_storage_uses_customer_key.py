"""Databases are encrypted at rest, under a key of the customer's own.

A replica in the region of its source, which it names by identifier, is encrypted as that is (Amazon RDS User Guide,
"Encrypting Amazon RDS resources").
"""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key
from policies.rules.rds._replicas import source_of


def _check(props: Props) -> str | None:
    source = source_of(props)
    if source and not source.startswith("arn:"):
        return None
    return fault_among(
        ("storage is not encrypted", lambda: props.get("storageEncrypted") is not True),
        ("storage is encrypted under a key that AWS chose", lambda: not customer_key(props.get("kmsKeyId"))),
    )


RULE = Rule(
    name="rds_storage_uses_customer_key",
    title="RDS storage is encrypted under a customer key.",
    resource_types=frozenset(
        {
            "aws:rds/cluster:Cluster",
            "aws:rds/instance:Instance",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set storageEncrypted to true and kmsKeyId to the region's key.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-27",
    sources=("SecurityHub RDS.3", "SecurityHub RDS.27", "CIS AWS 5.0.0 2.2.1"),
)

"""Copies of a database, wherever they go, are encrypted under a key of the customer's own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("kmsKeyId")):
        return "it is encrypted under a key that AWS chose"
    return None


RULE = Rule(
    name="rds_copy_uses_customer_key",
    title="RDS copies and exports are encrypted under a customer key.",
    resource_types=frozenset(
        {
            "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy",
            "aws:rds/exportTask:ExportTask",
            "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
            "aws:rds/integration:Integration",
            "aws:rds/snapshotCopy:SnapshotCopy",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsKeyId to the key of the region that the copy goes to.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-4",
    sources=("SecurityHub RDS.4",),
)

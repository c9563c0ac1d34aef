"""The copy in another region is encrypted under a key of the customer's own."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    if value(props, "destination.fileSystemId"):
        raise NotApplicable("the file system that it goes to has its own key")
    if not customer_key(value(props, "destination.kmsKeyId")):
        return "the copy is encrypted under a key that AWS chose"
    return None


RULE = Rule(
    name="efs_replica_uses_customer_key",
    title="EFS replicas are encrypted under a customer key.",
    resource_types=frozenset({"aws:efs/replicationConfiguration:ReplicationConfiguration"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set destination.kmsKeyId to the key of that region.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-1",
    sources=("SecurityHub EFS.1",),
)

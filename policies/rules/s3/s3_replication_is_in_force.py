"""A replication configuration replicates: one of its rules at least is enabled."""

from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    if not some(items(props, "rules"), lambda rule: value(rule, "status") == "Enabled"):
        return "none of its rules is enabled"
    return None


RULE = Rule(
    name="s3_replication_is_in_force",
    title="S3 replication is enabled.",
    resource_types=frozenset({"aws:s3/bucketReplicationConfig:BucketReplicationConfig"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY, Objective.BACKUP}),
    remediation="Set the status of its rules to Enabled.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-7",
    sources=("SecurityHub S3.7",),
)

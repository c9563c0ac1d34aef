"""Access control lists are off: the bucket's owner owns every object, and policies alone decide."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "rule.objectOwnership") != "BucketOwnerEnforced":
        return "access control lists are on"
    return None


RULE = Rule(
    name="s3_bucket_ownership_is_enforced",
    title="S3 buckets have access control lists turned off.",
    resource_types=frozenset({"aws:s3/bucketOwnershipControls:BucketOwnershipControls"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.LEAST_PRIVILEGE}),
    remediation="Set rule.objectOwnership to BucketOwnerEnforced.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-12",
    sources=("SecurityHub S3.12",),
)

"""No object is declared with a list that grants it to others."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

PRIVATE = frozenset({"private", "bucket-owner-full-control", "bucket-owner-read"})


def _check(props: Props) -> str | None:
    if value(props, "acl", "private") not in PRIVATE:
        return "the canned acl grants access to others"
    return None


RULE = Rule(
    name="s3_object_acl_is_private",
    title="S3 objects are granted to nobody else.",
    resource_types=frozenset(
        {"aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2", "aws:s3/objectCopy:ObjectCopy"}
    ),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Remove acl.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-2",
    sources=("SecurityHub S3.2", "SecurityHub S3.3", "SecurityHub S3.12"),
)

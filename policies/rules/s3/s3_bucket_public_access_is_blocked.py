"""A bucket's public access block is complete: all four switches are on."""

from policies.lists import those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

SWITCHES = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


def _check(props: Props) -> str | None:
    off = those(SWITCHES, lambda switch: props.get(switch) is not True)
    return f"{', '.join(off)} not on" if off else None


RULE = Rule(
    name="s3_bucket_public_access_is_blocked",
    title="S3 buckets block all public access.",
    resource_types=frozenset({"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Set blockPublicAcls, blockPublicPolicy, ignorePublicAcls and restrictPublicBuckets to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-8",
    sources=("SecurityHub S3.8", "CIS AWS 5.0.0 2.1.4"),
)

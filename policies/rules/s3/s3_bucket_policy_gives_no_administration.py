"""A bucket policy lets others read and write objects at most; who may change the bucket itself is for IAM to say."""

from policies.iam.findings import fault
from policies.iam.questions import anybody
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

ADMINISTRATION = (
    "s3:deletebucketpolicy",
    "s3:putbucketacl",
    "s3:putbucketpolicy",
    "s3:putencryptionconfiguration",
    "s3:putobjectacl",
)
"""Security Hub, S3.6: `blacklistedactionpatterns`."""


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), anybody(ADMINISTRATION))


RULE = Rule(
    name="s3_bucket_policy_gives_no_administration",
    title="S3 bucket policies give no power over the bucket.",
    resource_types=frozenset({"aws:s3/bucketPolicy:BucketPolicy"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.LEAST_PRIVILEGE}),
    remediation="Name the object actions that the principals need.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-6",
    sources=("SecurityHub S3.6",),
)

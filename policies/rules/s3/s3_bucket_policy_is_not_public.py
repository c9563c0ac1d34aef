"""A bucket policy lets nobody in who is not named, or held to known places by a condition."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), public("s3"))


RULE = Rule(
    name="s3_bucket_policy_is_not_public",
    title="S3 bucket policies allow nothing to everyone.",
    resource_types=frozenset({"aws:s3/bucketPolicy:BucketPolicy"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Name the principals, or add a condition on aws:SourceAccount, aws:SourceArn or aws:PrincipalOrgID.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-2",
    sources=("SecurityHub S3.2", "SecurityHub S3.3"),
)

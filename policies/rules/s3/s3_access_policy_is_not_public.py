"""Policies on access points, grants, files and vectors let nobody in who is not named, or held by a condition."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), public("s3"))


RULE = Rule(
    name="s3_access_policy_is_not_public",
    title="S3 access policies allow nothing to everyone.",
    resource_types=frozenset(
        {
            "aws:s3/accessPoint:AccessPoint",
            "aws:s3/filesFileSystemPolicy:FilesFileSystemPolicy",
            "aws:s3/vectorsVectorBucketPolicy:VectorsVectorBucketPolicy",
            "aws:s3control/accessGrantsInstanceResourcePolicy:AccessGrantsInstanceResourcePolicy",
            "aws:s3control/accessPointPolicy:AccessPointPolicy",
            "aws:s3control/bucketPolicy:BucketPolicy",
        }
    ),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Name the principals, or add a condition on aws:SourceAccount, aws:SourceArn or aws:PrincipalOrgID.",
    link="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
)

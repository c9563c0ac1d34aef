"""Versioning is on, so that an overwritten or deleted object can be had back."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "versioningConfiguration.status") != "Enabled":
        return "versioning is not Enabled"
    return None


RULE = Rule(
    name="s3_bucket_versioning_is_enabled",
    title="S3 buckets keep versions of their objects.",
    resource_types=frozenset(
        {
            "aws:s3/bucketVersioning:BucketVersioning",
            "aws:s3/bucketVersioningV2:BucketVersioningV2",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.BACKUP, Objective.DATA_INTEGRITY}),
    remediation="Set versioningConfiguration.status to Enabled.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-14",
    sources=("SecurityHub S3.14",),
)

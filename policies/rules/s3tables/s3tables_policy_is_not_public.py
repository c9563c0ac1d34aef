"""The policies of table buckets and tables let nobody in who is not named, or held to known places by a condition."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("resourcePolicy"), public("s3tables"), "resourcePolicy")


RULE = Rule(
    name="s3tables_policy_is_not_public",
    title="S3 table policies allow nothing to everyone.",
    resource_types=frozenset(
        {"aws:s3tables/tableBucketPolicy:TableBucketPolicy", "aws:s3tables/tablePolicy:TablePolicy"}
    ),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Name the principals, or add a condition on aws:PrincipalOrgID.",
    link="https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-tables-resource-based-policies.html",
)

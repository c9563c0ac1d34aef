"""A bucket policy lets others read and write objects at most; who may change the bucket itself is for IAM to say."""

from fnmatch import fnmatchcase

from policies.documents import Statement, statements
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


def _administers(statement: Statement) -> bool:
    if not statement.allows or not (statement.anyone or "AWS" in statement.principals):
        return False
    return statement.excepts_actions or any(
        fnmatchcase(action, pattern) for pattern in statement.actions for action in ADMINISTRATION
    )


def _check(props: Props) -> str | None:
    given = [statement.label for statement in statements(props.get("policy")) if _administers(statement)]
    return f"{', '.join(given)} lets its principals change the bucket" if given else None


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

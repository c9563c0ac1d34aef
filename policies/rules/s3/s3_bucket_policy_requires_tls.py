"""A bucket policy refuses every request that does not come over TLS."""

from policies.documents import Statement, statements
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _refuses_plain_requests(statement: Statement) -> bool:
    return (
        not statement.allows
        and statement.anyone
        and not statement.actions.isdisjoint({"*", "s3:*"})
        and any(
            (operator, key, values) == ("bool", "aws:securetransport", frozenset({"false"}))
            for operator, key, values in statement.conditions
        )
    )


def _check(props: Props) -> str | None:
    if not any(map(_refuses_plain_requests, statements(props.get("policy")))):
        return "no statement denies requests without TLS"
    return None


RULE = Rule(
    name="s3_bucket_policy_requires_tls",
    title="S3 buckets answer over TLS only.",
    resource_types=frozenset({"aws:s3/bucketPolicy:BucketPolicy"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Deny s3:* to everyone where aws:SecureTransport is false.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-5",
    sources=("SecurityHub S3.5", "CIS AWS 5.0.0 2.1.1"),
)

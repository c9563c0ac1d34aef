"""A bucket does not log to itself, which would log the logs (Amazon S3 User Guide, "Logging server access")."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("bucket") == props.get("targetBucket"):
        return "it logs to itself"
    return None


RULE = Rule(
    name="s3_bucket_logs_to_another_bucket",
    title="S3 access logs go to another bucket.",
    resource_types=frozenset({"aws:s3/bucketLogging:BucketLogging", "aws:s3/bucketLoggingV2:BucketLoggingV2"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.LOG_PROTECTION}),
    remediation="Set targetBucket to the region's bucket for access logs.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-9",
    sources=("SecurityHub S3.9",),
)

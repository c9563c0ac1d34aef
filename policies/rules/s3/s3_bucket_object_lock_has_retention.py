"""Object lock locks: it comes with a default retention, in a mode and for a time."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least, value


def _check(props: Props) -> str | None:
    retention = value(props, "rule.defaultRetention")
    return fault_among(
        ("there is no default retention mode", lambda: value(retention, "mode") not in ("COMPLIANCE", "GOVERNANCE")),
        (
            "the default retention has no duration",
            lambda: not at_least(value(retention, "days"), 1) and not at_least(value(retention, "years"), 1),
        ),
    )


RULE = Rule(
    name="s3_bucket_object_lock_has_retention",
    title="S3 object lock retains new objects by default.",
    resource_types=frozenset(
        {
            "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
            "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DATA_INTEGRITY, Objective.DATA_RETENTION}),
    remediation="Set rule.defaultRetention with a mode and days or years.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-15",
    sources=("SecurityHub S3.15",),
)

"""Lifecycle rules are in force, and one of them ends uploads that were begun and never finished.

Parts of an unfinished upload show in no listing and are kept, and paid for, until they are ended (Amazon S3 User Guide,
"Configuring a bucket lifecycle configuration to delete incomplete multipart uploads").
"""

from policies.answers import all_hold
from policies.lists import some
from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least, items, value


def _check(props: Props) -> str | None:
    def ends(rule: Props) -> bool:
        return all_hold(
            lambda: value(rule, "status") == "Enabled",
            lambda: at_least(value(rule, "abortIncompleteMultipartUpload.daysAfterInitiation"), 1),
        )

    return None if some(items(props, "rules"), ends) else "no enabled rule ends unfinished uploads"


RULE = Rule(
    name="s3_bucket_lifecycle_ends_unfinished_uploads",
    title="S3 lifecycle rules end unfinished uploads.",
    resource_types=frozenset(
        {
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
            "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
        }
    ),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.DATA_RETENTION}),
    remediation="Add an Enabled rule with abortIncompleteMultipartUpload.daysAfterInitiation.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-13",
    sources=("SecurityHub S3.13",),
)

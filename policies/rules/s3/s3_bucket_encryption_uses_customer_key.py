"""A bucket that is encrypted under KMS names a key of the customer's own.

Buckets encrypted under S3's keys are the business of `stack_buckets_encrypted_under_customer_key`, which sees whether a
bucket receives server access logs, and so can take no other.
"""

from policies.lists import labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, items, numbered, value

KMS_ALGORITHMS = frozenset({"aws:kms", "aws:kms:dsse"})


def _check(props: Props) -> str | None:
    chosen = labels(numbered(items(props, "rules"), "rules"), _is_chosen_by_aws)
    return f"{', '.join(chosen)} is encrypted under a key that AWS chose" if chosen else None


def _is_chosen_by_aws(rule: Props) -> bool:
    default = value(rule, "applyServerSideEncryptionByDefault")
    return value(default, "sseAlgorithm") in KMS_ALGORITHMS and not customer_key(value(default, "kmsMasterKeyId"))


RULE = Rule(
    name="s3_bucket_encryption_uses_customer_key",
    title="S3 buckets under KMS are encrypted with a customer key.",
    resource_types=frozenset(
        {
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
            "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsMasterKeyId to the key of the bucket's data class.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-17",
    sources=("SecurityHub S3.17",),
)

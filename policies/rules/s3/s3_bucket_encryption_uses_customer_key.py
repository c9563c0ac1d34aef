"""A bucket that is encrypted under KMS names a key of the customer's own.

Buckets encrypted under S3's keys are the business of `stack_buckets_encrypted_under_customer_key`, which sees whether a
bucket receives server access logs, and so can take no other.
"""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, items, numbered, value

KMS_ALGORITHMS = frozenset({"aws:kms", "aws:kms:dsse"})


def _check(props: Props) -> str | None:
    faults = [
        f"{label} is encrypted under a key that AWS chose"
        for label, rule in numbered(items(props, "rules"), "rules")
        if value(rule, "applyServerSideEncryptionByDefault.sseAlgorithm") in KMS_ALGORITHMS
        and not customer_key(value(rule, "applyServerSideEncryptionByDefault.kmsMasterKeyId"))
    ]
    return ", ".join(faults) or None


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

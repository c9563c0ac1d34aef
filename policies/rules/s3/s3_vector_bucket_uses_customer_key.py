"""Vectors are encrypted under a key of the customer's own; it can't be changed later."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, items, value


def _check(props: Props) -> str | None:
    given = items(props, "encryptionConfigurations")
    if not given or any(value(each, "sseType") != "aws:kms" for each in given):
        return "it is encrypted under keys of S3"
    if not all(customer_key(value(each, "kmsKeyArn")) for each in given):
        return "it is encrypted under a key that AWS chose"
    return None


RULE = Rule(
    name="s3_vector_bucket_uses_customer_key",
    title="S3 vector buckets are encrypted under a customer key.",
    resource_types=frozenset({"aws:s3/vectorsVectorBucket:VectorsVectorBucket"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encryptionConfigurations with sseType aws:kms and kmsKeyArn.",
    link="https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-vectors-data-encryption.html",
)

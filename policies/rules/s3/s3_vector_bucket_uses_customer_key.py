"""Vectors are encrypted under a key of the customer's own; it can't be changed later."""

from policies.answers import fault_among
from policies.lists import first
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, items, value

S3_KEYS = "it is encrypted under keys of S3"


def _check(props: Props) -> str | None:
    given = items(props, "encryptionConfigurations")
    return first(given, _weakness) if given else S3_KEYS


def _weakness(each: Props) -> str | None:
    return fault_among(
        (S3_KEYS, lambda: value(each, "sseType") != "aws:kms"),
        ("it is encrypted under a key that AWS chose", lambda: not customer_key(value(each, "kmsKeyArn"))),
    )


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

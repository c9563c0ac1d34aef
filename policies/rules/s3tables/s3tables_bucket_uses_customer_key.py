"""Tables are encrypted under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    return fault_among(
        ("it is encrypted under keys of S3", lambda: value(props, "encryptionConfiguration.sseAlgorithm") != "aws:kms"),
        (
            "it is encrypted under a key that AWS chose",
            lambda: not customer_key(value(props, "encryptionConfiguration.kmsKeyArn")),
        ),
    )


RULE = Rule(
    name="s3tables_bucket_uses_customer_key",
    title="S3 table buckets are encrypted under a customer key.",
    resource_types=frozenset({"aws:s3tables/tableBucket:TableBucket"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encryptionConfiguration with sseAlgorithm aws:kms and kmsKeyArn.",
    link="https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-tables-kms-encryption.html",
)

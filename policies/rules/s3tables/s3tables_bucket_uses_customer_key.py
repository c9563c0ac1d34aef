"""Tables are encrypted under a key of the customer's own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    if value(props, "encryptionConfiguration.sseAlgorithm") != "aws:kms":
        return "it is encrypted under keys of S3"
    if not customer_key(value(props, "encryptionConfiguration.kmsKeyArn")):
        return "it is encrypted under a key that AWS chose"
    return None


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

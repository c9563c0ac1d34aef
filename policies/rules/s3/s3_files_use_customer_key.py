"""File systems on a bucket are encrypted under a key of the customer's own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("kmsKeyId")):
        return "it is encrypted under a key that AWS chose"
    return None


RULE = Rule(
    name="s3_files_use_customer_key",
    title="S3 file systems are encrypted under a customer key.",
    resource_types=frozenset({"aws:s3/filesFileSystem:FilesFileSystem"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsKeyId to the region's key.",
    link="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingEncryption.html",
)

"""Encrypted objects are replicated too, and their copies are encrypted under a key of the customer's own."""

from policies.answers import fault_among
from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, items, numbered, value


def _check(props: Props) -> str | None:

    def fault(label: str, rule: Props) -> str | None:
        if value(rule, "status") != "Enabled":
            return None
        return fault_among(
            (
                f"{label} leaves encrypted objects out",
                lambda: value(rule, "sourceSelectionCriteria.sseKmsEncryptedObjects.status") != "Enabled",
            ),
            (
                f"{label} encrypts copies under a key that AWS chose",
                lambda: not customer_key(value(rule, "destination.encryptionConfiguration.replicaKmsKeyId")),
            ),
        )

    return fault_in(numbered(items(props, "rules"), "rules"), fault)


RULE = Rule(
    name="s3_replication_encrypts_copies",
    title="S3 replicas are encrypted under a customer key.",
    resource_types=frozenset({"aws:s3/bucketReplicationConfig:BucketReplicationConfig"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Enable sourceSelectionCriteria.sseKmsEncryptedObjects and set replicaKmsKeyId.",
    link="https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html",
)

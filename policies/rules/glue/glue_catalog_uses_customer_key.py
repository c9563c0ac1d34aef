"""Descriptions of tables are encrypted under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value

KMS = frozenset({"SSE-KMS", "SSE-KMS-WITH-SERVICE-ROLE"})


def _check(props: Props) -> str | None:
    settings = value(props, "dataCatalogEncryptionSettings.encryptionAtRest")
    return fault_among(
        ("it is not encrypted", lambda: value(settings, "catalogEncryptionMode") not in KMS),
        ("it is encrypted under a key that AWS chose", lambda: not customer_key(value(settings, "sseAwsKmsKeyId"))),
    )


RULE = Rule(
    name="glue_catalog_uses_customer_key",
    title="The Glue catalog is encrypted under a customer key.",
    resource_types=frozenset({"aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encryptionAtRest with catalogEncryptionMode SSE-KMS and sseAwsKmsKeyId.",
    link="https://docs.aws.amazon.com/glue/latest/dg/encrypt-glue-data-catalog.html",
)

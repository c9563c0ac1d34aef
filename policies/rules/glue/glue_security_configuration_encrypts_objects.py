"""What jobs write to S3 is encrypted under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    settings = value(props, "encryptionConfiguration.s3Encryption")
    return fault_among(
        ("objects are not encrypted under KMS", lambda: value(settings, "s3EncryptionMode") != "SSE-KMS"),
        ("objects are encrypted under a key that AWS chose", lambda: not customer_key(value(settings, "kmsKeyArn"))),
    )


RULE = Rule(
    name="glue_security_configuration_encrypts_objects",
    title="Glue jobs encrypt what they write under a customer key.",
    resource_types=frozenset({"aws:glue/securityConfiguration:SecurityConfiguration"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set s3Encryption with s3EncryptionMode SSE-KMS and kmsKeyArn.",
    link="https://docs.aws.amazon.com/glue/latest/dg/encryption-security-configuration.html",
)

"""Logs of jobs, which may show data, are encrypted under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    settings = value(props, "encryptionConfiguration.cloudwatchEncryption")
    return fault_among(
        ("logs are not encrypted under KMS", lambda: value(settings, "cloudwatchEncryptionMode") != "SSE-KMS"),
        ("logs are encrypted under a key that AWS chose", lambda: not customer_key(value(settings, "kmsKeyArn"))),
    )


RULE = Rule(
    name="glue_security_configuration_encrypts_logs",
    title="Glue jobs encrypt their logs under a customer key.",
    resource_types=frozenset({"aws:glue/securityConfiguration:SecurityConfiguration"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set cloudwatchEncryption with cloudwatchEncryptionMode SSE-KMS and kmsKeyArn.",
    link="https://docs.aws.amazon.com/glue/latest/dg/encryption-security-configuration.html",
)

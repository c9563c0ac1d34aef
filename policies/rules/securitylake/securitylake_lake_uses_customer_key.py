"""Security Lake is encrypted under a customer key."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, items, value


def _check(props: Props) -> str | None:
    keys = [value(found, "kmsKeyId") for found in items(props, "configuration.encryptionConfigurations")]
    if not keys or not all(customer_key(key) and key != "S3_MANAGED_KEY" for key in keys):
        return "it is encrypted under a key of AWS"
    return None


RULE = Rule(
    name="securitylake_lake_uses_customer_key",
    title="Security Lake is encrypted under a customer key.",
    resource_types=frozenset({"aws:securitylake/dataLake:DataLake"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST, Objective.LOG_PROTECTION}),
    remediation="Set configuration.encryptionConfigurations.kmsKeyId.",
    link="https://docs.aws.amazon.com/security-lake/latest/userguide/data-protection.html",
)

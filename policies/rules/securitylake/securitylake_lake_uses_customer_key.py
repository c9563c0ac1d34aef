"""Security Lake is encrypted under a customer key."""

from policies.lists import every
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, items, value


def _check(props: Props) -> str | None:
    given = items(props, "configuration.encryptionConfigurations")
    if not given or not every(given, lambda found: _is_customers(value(found, "kmsKeyId"))):
        return "it is encrypted under a key of AWS"
    return None


def _is_customers(key: object) -> bool:
    return customer_key(key) and key != "S3_MANAGED_KEY"


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

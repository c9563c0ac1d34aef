"""A service's source and logs are encrypted under a key of the customer's own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    if not customer_key(value(props, "encryptionConfiguration.kmsKey")):
        return "it is encrypted under a key of AWS"
    return None


RULE = Rule(
    name="apprunner_service_uses_customer_key",
    title="App Runner services are encrypted under a customer key.",
    resource_types=frozenset({"aws:apprunner/service:Service"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encryptionConfiguration.kmsKey.",
    link="https://docs.aws.amazon.com/apprunner/latest/dg/security-data-protection-encryption.html",
)

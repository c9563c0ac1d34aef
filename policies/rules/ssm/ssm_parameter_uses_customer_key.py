"""A secure parameter is encrypted under a key of the customer's own (Systems Manager User Guide, "SecureString")."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if props.get("type") != "SecureString":
        raise NotApplicable("it holds nothing secret")
    if not customer_key(props.get("keyId")):
        return "it is encrypted under a key that AWS chose"
    return None


RULE = Rule(
    name="ssm_parameter_uses_customer_key",
    title="Secure parameters are encrypted under a customer key.",
    resource_types=frozenset({"aws:ssm/parameter:Parameter"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT, Objective.ENCRYPTION_AT_REST}),
    remediation="Set keyId to the region's key.",
    link="https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html",
)

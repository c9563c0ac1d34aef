"""Secrets are secure parameters."""

from policies.credentials import names_credential
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if props.get("type") == "SecureString":
        return None
    if names_credential(value(props, "name", "").rpartition("/")[2]):
        return "its name says that it is a secret, its type leaves it readable"
    return None


RULE = Rule(
    name="ssm_parameter_secret_is_secure",
    title="Secrets are secure parameters.",
    resource_types=frozenset({"aws:ssm/parameter:Parameter"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT, Objective.ENCRYPTION_AT_REST}),
    remediation="Set type to SecureString, or keep the secret in Secrets Manager.",
    link="https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html",
)

"""Configurations are encrypted under a customer key."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if props.get("locationUri") != "hosted":
        raise NotApplicable("it is kept elsewhere")
    return None if customer_key(props.get("kmsKeyIdentifier")) else "it is encrypted under a key of AWS"


RULE = Rule(
    name="appconfig_configuration_uses_customer_key",
    title="Configurations are encrypted under a customer key.",
    resource_types=frozenset({"aws:appconfig/configurationProfile:ConfigurationProfile"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsKeyIdentifier.",
    link="https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-security.html",
)

"""Configurations hold no credentials."""

from policies.credentials import holds_credential
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if holds_credential(props.get("content")):
        return "its content has a credential in it"
    return None


RULE = Rule(
    name="appconfig_version_has_no_credentials",
    title="Configurations hold no credentials.",
    resource_types=frozenset({"aws:appconfig/hostedConfigurationVersion:HostedConfigurationVersion"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Keep the credential in Secrets Manager.",
    link="https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-security.html",
)

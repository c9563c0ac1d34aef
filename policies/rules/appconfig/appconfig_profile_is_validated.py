"""Configurations are validated before they are deployed."""

from policies.model import Level, NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if props.get("type") == "AWS.AppConfig.FeatureFlags":
        raise NotApplicable("AppConfig validates flags itself")
    return None if items(props, "validators") else "whatever is in it is deployed"


RULE = Rule(
    name="appconfig_profile_is_validated",
    title="Configurations are validated before they are deployed.",
    resource_types=frozenset({"aws:appconfig/configurationProfile:ConfigurationProfile"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.CHANGE_CONTROL}),
    remediation="Add a JSON schema or a function to validators.",
    link="https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-configuration-profile.html",
)

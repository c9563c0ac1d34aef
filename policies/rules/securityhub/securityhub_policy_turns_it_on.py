"""Configuration policies turn Security Hub on."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    if value(props, "configurationPolicy.serviceEnabled") is not True:
        return "it turns Security Hub off"
    if not items(props, "configurationPolicy.enabledStandardArns"):
        return "it measures by no standard"
    return None


RULE = Rule(
    name="securityhub_policy_turns_it_on",
    title="Configuration policies turn Security Hub on.",
    resource_types=frozenset({"aws:securityhub/configurationPolicy:ConfigurationPolicy"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CONFIGURATION_MONITORING}),
    remediation="Set serviceEnabled to true and name standards in enabledStandardArns.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/configuration-policies-overview.html",
)

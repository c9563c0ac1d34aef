"""Configuration policies turn Security Hub on."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    return fault_among(
        ("it turns Security Hub off", lambda: value(props, "configurationPolicy.serviceEnabled") is not True),
        ("it measures by no standard", lambda: not items(props, "configurationPolicy.enabledStandardArns")),
    )


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

"""A rule group inspects something."""

from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

SOURCES = (
    "rulesSource.rulesSourceList.targets",
    "rulesSource.rulesString",
    "rulesSource.statefulRules",
    "rulesSource.statelessRulesAndCustomActions.statelessRules",
)


def _check(props: Props) -> str | None:
    places = ("rules", *(f"ruleGroup.{source}" for source in SOURCES))
    return None if some(places, lambda place: value(props, place)) else "it has no rules"


RULE = Rule(
    name="networkfirewall_rule_group_has_rules",
    title="Network firewall rule groups have rules.",
    resource_types=frozenset({"aws:networkfirewall/ruleGroup:RuleGroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.EGRESS_CONTROL, Objective.NETWORK_BOUNDARY}),
    remediation="Add rules to ruleGroup.rulesSource.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/networkfirewall-controls.html#networkfirewall-6",
    sources=("SecurityHub NetworkFirewall.6",),
)

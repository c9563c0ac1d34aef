"""A rule group of WAF Classic inspects something."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    return None if items(props, "activatedRules") else "it has no rules"


RULE = Rule(
    name="waf_rule_group_has_rules",
    title="WAF Classic rule groups have rules.",
    resource_types=frozenset({"aws:waf/ruleGroup:RuleGroup", "aws:wafregional/ruleGroup:RuleGroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.WEB_PROTECTION}),
    remediation="Add activatedRules, or better: move to WAFv2.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-7",
    sources=(
        "SecurityHub WAF.3",
        "SecurityHub WAF.7",
    ),
)

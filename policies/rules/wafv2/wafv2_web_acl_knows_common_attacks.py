"""AWS keeps the rules for common attacks and known bad inputs up to date; a web ACL has both.

AWS WAF Developer Guide, "Baseline rule groups".
"""

from policies.lists import lacking
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

BASELINE = frozenset({"AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"})


def _check(props: Props) -> str | None:
    if props.get("ruleJson"):
        raise NotApplicable("its rules are given as text")
    rules = items(props, "rules")
    missing = lacking(BASELINE, rules, lambda rule: value(rule, "statement.managedRuleGroupStatement.name"))
    return f"it lacks {' and '.join(missing)}" if missing else None


RULE = Rule(
    name="wafv2_web_acl_knows_common_attacks",
    title="Web ACLs use the baseline rule groups.",
    resource_types=frozenset({"aws:wafv2/webAcl:WebAcl"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.THREAT_DETECTION, Objective.WEB_PROTECTION}),
    remediation="Add both rule groups by statement.managedRuleGroupStatement.",
    link="https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html",
)

"""Who asks too often is stopped, wherever the requests come from."""

from policies.lists import some
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    if props.get("ruleJson"):
        raise NotApplicable("its rules are given as text")
    if not some(items(props, "rules"), lambda rule: value(rule, "statement.rateBasedStatement.limit")):
        return "no rule limits rates"
    return None


RULE = Rule(
    name="wafv2_web_acl_limits_rates",
    title="Web ACLs limit rates.",
    resource_types=frozenset({"aws:wafv2/webAcl:WebAcl"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CAPACITY, Objective.WEB_PROTECTION}),
    remediation="Add a rule with statement.rateBasedStatement.",
    link="https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html",
)

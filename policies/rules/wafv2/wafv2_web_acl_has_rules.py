"""A web ACL inspects something."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if not items(props, "rules") and not props.get("ruleJson"):
        return "it has no rules"
    return None


RULE = Rule(
    name="wafv2_web_acl_has_rules",
    title="Web ACLs have rules.",
    resource_types=frozenset({"aws:wafv2/webAcl:WebAcl"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.WEB_PROTECTION}),
    remediation="Add managed rule groups and a rate rule to rules.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-10",
    sources=("SecurityHub WAF.10",),
)

"""A web ACL of WAF Classic inspects something."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    return None if items(props, "rules") else "it has no rules"


RULE = Rule(
    name="waf_web_acl_has_rules",
    title="WAF Classic web ACLs have rules.",
    resource_types=frozenset({"aws:waf/webAcl:WebAcl", "aws:wafregional/webAcl:WebAcl"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.WEB_PROTECTION}),
    remediation="Add rules, or better: move to WAFv2.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-8",
    sources=(
        "SecurityHub WAF.4",
        "SecurityHub WAF.8",
    ),
)

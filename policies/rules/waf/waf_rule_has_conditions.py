"""A rule of WAF Classic says which requests it is for."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    return None if items(props, "predicates") else "it has no conditions"


RULE = Rule(
    name="waf_rule_has_conditions",
    title="WAF Classic rules have conditions.",
    resource_types=frozenset({"aws:waf/rule:Rule", "aws:wafregional/rule:Rule"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.WEB_PROTECTION}),
    remediation="Add predicates, or better: move to WAFv2.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-6",
    sources=(
        "SecurityHub WAF.2",
        "SecurityHub WAF.6",
    ),
)

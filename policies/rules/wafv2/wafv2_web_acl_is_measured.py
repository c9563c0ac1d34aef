"""A web ACL, a rule group and each of their rules count in CloudWatch what they do."""

from policies.lists import labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, together, value


def _check(props: Props) -> str | None:
    silent = labels(
        together([("it", props)], numbered(items(props, "rules"), "rules")),
        lambda each: value(each, "visibilityConfig.cloudwatchMetricsEnabled") is not True,
    )
    return f"{', '.join(silent)} has no metrics" if silent else None


RULE = Rule(
    name="wafv2_web_acl_is_measured",
    title="Web ACLs, rule groups and their rules have metrics.",
    resource_types=frozenset({"aws:wafv2/ruleGroup:RuleGroup", "aws:wafv2/webAcl:WebAcl"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.MONITORING, Objective.WEB_PROTECTION}),
    remediation="Set visibilityConfig.cloudwatchMetricsEnabled to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-12",
    sources=("SecurityHub WAF.12",),
)

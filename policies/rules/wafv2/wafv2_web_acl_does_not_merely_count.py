"""What a managed rule group would block is blocked; counting is for trying it out."""

from policies.lists import labels
from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value


def _check(props: Props) -> str | None:
    counting = labels(
        numbered(items(props, "rules"), "rules"), lambda rule: value(rule, "overrideAction.count") is not None
    )
    return f"{', '.join(counting)} only counts attacks" if counting else None


RULE = Rule(
    name="wafv2_web_acl_does_not_merely_count",
    title="Web ACLs block what their rule groups find.",
    resource_types=frozenset({"aws:wafv2/webAcl:WebAcl"}),
    check=_check,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.WEB_PROTECTION}),
    remediation="Replace overrideAction.count by overrideAction.none.",
    link="https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-group-override-options.html",
)

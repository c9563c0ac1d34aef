"""Protection from floods doesn't end with the year."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "autoRenew", "ENABLED") != "ENABLED":
        return "it ends with its term"
    return None


RULE = Rule(
    name="shield_subscription_renews_itself",
    title="Shield Advanced renews itself.",
    resource_types=frozenset({"aws:shield/subscription:Subscription"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.CAPACITY, Objective.WEB_PROTECTION}),
    remediation="Remove autoRenew or set it to ENABLED.",
    link="https://docs.aws.amazon.com/waf/latest/developerguide/ddos-advanced-summary.html",
)

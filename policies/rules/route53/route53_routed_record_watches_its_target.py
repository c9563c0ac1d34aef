"""Of several regions' records those whose target is ill are left out.

Amazon Route 53 Developer Guide, "How health checks work in complex Amazon Route 53 configurations".
"""

from policies.lists import some
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

POLICIES = (
    "failoverRoutingPolicies",
    "geolocationRoutingPolicies",
    "latencyRoutingPolicies",
    "weightedRoutingPolicies",
)


def _check(props: Props) -> str | None:
    if not some(POLICIES, lambda policy: items(props, policy)):
        raise NotApplicable("it stands alone")
    if some(items(props, "aliases"), lambda alias: value(alias, "evaluateTargetHealth")) or props.get("healthCheckId"):
        return None
    return "its target is answered with even when it is ill"


RULE = Rule(
    name="route53_routed_record_watches_its_target",
    title="Route 53 records of several targets watch their health.",
    resource_types=frozenset({"aws:route53/record:Record"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set healthCheckId, or evaluateTargetHealth of its alias.",
    link="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html",
)

"""Where addresses or networks are named that dashboards answer, it answers no others."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

ANYWHERE = frozenset({"0.0.0.0/0", "::/0"})


def _check(props: Props) -> str | None:
    return fault_among(
        ("dashboards answer any address", lambda: props.get("enabled") is not True),
        (
            "the restriction lets any address in",
            lambda: ANYWHERE.intersection(value(props, "ipRestrictionRuleMap", {})),
        ),
    )


RULE = Rule(
    name="quicksight_restriction_is_in_force",
    title="QuickSight address restrictions are on.",
    resource_types=frozenset({"aws:quicksight/ipRestriction:IpRestriction"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.NETWORK_BOUNDARY}),
    remediation="Set enabled to true and name the addresses in ipRestrictionRuleMap.",
    link="https://docs.aws.amazon.com/quicksight/latest/APIReference/API_UpdateIpRestriction.html",
)

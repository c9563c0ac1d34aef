"""A security group lets out to the whole internet nothing but web traffic."""

from policies.lists import labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered
from policies.rules.ec2._open_ports import opens


def _check(props: Props) -> str | None:
    open_rules = labels(numbered(items(props, "egress"), "egress"), opens)
    return f"{', '.join(open_rules)} leads to the whole internet" if open_rules else None


RULE = Rule(
    name="ec2_security_group_egress_is_limited",
    title="Security groups open only web ports to the internet on the way out.",
    resource_types=frozenset({"aws:ec2/securityGroup:SecurityGroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.EGRESS_CONTROL}),
    remediation="Name the destinations, or let out 80 or 443 alone.",
    link="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
)

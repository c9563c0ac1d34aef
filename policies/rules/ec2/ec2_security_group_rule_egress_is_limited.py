"""A security group's rule, declared on its own, lets out to the whole internet nothing but web traffic."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.rules.ec2._open_ports import opens


def _check(props: Props) -> str | None:
    if props.get("type") != "egress":
        raise NotApplicable("it governs what comes in")
    return "it leads to the whole internet" if opens(props) else None


RULE = Rule(
    name="ec2_security_group_rule_egress_is_limited",
    title="Security group rules open only web ports to the internet on the way out.",
    resource_types=frozenset({"aws:ec2/securityGroupRule:SecurityGroupRule"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.EGRESS_CONTROL}),
    remediation="Name the destinations, or let out 80 or 443 alone.",
    link="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
)

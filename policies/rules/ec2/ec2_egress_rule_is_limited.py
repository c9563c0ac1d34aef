"""An egress rule lets out to the whole internet nothing but web traffic."""

from policies.answers import all_hold
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.rules.ec2._open_ports import is_from_anywhere, web_only


def _check(props: Props) -> str | None:
    opens = all_hold(
        lambda: is_from_anywhere(props, "cidrIpv4", "cidrIpv6"), lambda: not web_only(props, protocol="ipProtocol")
    )
    return "it leads to the whole internet" if opens else None


RULE = Rule(
    name="ec2_egress_rule_is_limited",
    title="Egress rules open only web ports to the internet.",
    resource_types=frozenset({"aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.EGRESS_CONTROL}),
    remediation="Name the destination, or let out 80 or 443 alone.",
    link="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
)

"""A security group's rule, declared on its own, opens nothing but web ports to the whole internet."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.rules.ec2._open_ports import opens


def _check(props: Props) -> str | None:
    if props.get("type") != "ingress":
        raise NotApplicable("it governs what goes out")
    return "it is open to the whole internet" if opens(props) else None


RULE = Rule(
    name="ec2_security_group_rule_is_closed_to_the_internet",
    title="Security group rules open only web ports to the internet.",
    resource_types=frozenset({"aws:ec2/securityGroupRule:SecurityGroupRule"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.NETWORK_BOUNDARY}),
    remediation="Name the sources, or open 80 or 443 alone.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-18",
    sources=(
        "SecurityHub EC2.13",
        "SecurityHub EC2.18",
        "SecurityHub EC2.19",
        "CIS AWS 5.0.0 5.3",
        "CIS AWS 5.0.0 5.4",
    ),
)

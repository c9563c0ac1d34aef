"""A security group opens nothing but web ports to the whole internet."""

from policies.lists import labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered
from policies.rules.ec2._open_ports import opens


def _check(props: Props) -> str | None:
    open_rules = labels(numbered(items(props, "ingress"), "ingress"), opens)
    return f"{', '.join(open_rules)} is open to the whole internet" if open_rules else None


RULE = Rule(
    name="ec2_security_group_is_closed_to_the_internet",
    title="Security groups open only web ports to the internet.",
    resource_types=frozenset({"aws:ec2/securityGroup:SecurityGroup"}),
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

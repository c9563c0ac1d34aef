"""The security group that resources fall into by default lets nothing in and nothing out."""

from policies.lists import those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    opened = those(("ingress", "egress"), lambda direction: items(props, direction))
    return f"it has {' and '.join(opened)} rules" if opened else None


RULE = Rule(
    name="ec2_default_security_group_is_closed",
    title="Default security groups are closed.",
    resource_types=frozenset({"aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.SECURE_CONFIGURATION}),
    remediation="Remove ingress and egress.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-2",
    sources=("SecurityHub EC2.2", "CIS AWS 5.0.0 5.5"),
)

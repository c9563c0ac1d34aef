"""No network ACL lets the internet in to SSH or Remote Desktop."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items
from policies.rules.ec2._network_acl import admitted


def _check(props: Props) -> str | None:
    return admitted(items(props, "ingress"), "ruleNo", "action")


RULE = Rule(
    name="ec2_network_acl_is_closed_to_administration",
    title="Network ACLs keep the internet from SSH and Remote Desktop.",
    resource_types=frozenset({"aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "aws:ec2/networkAcl:NetworkAcl"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.NETWORK_BOUNDARY}),
    remediation="Deny the ports 22 and 3389 before what allows them, or name the sources.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-21",
    sources=(
        "SecurityHub EC2.21",
        "CIS AWS 5.0.0 5.2",
    ),
)

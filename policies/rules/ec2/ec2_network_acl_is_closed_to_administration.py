"""No network ACL lets the internet in to SSH or Remote Desktop.

The first rule by number that fits decides (Amazon VPC User Guide, "Network ACL rules").
"""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value
from policies.rules.ec2._open_ports import ADMINISTRATION_PORTS, covers, from_anywhere


def _check(props: Props) -> str | None:
    rules = sorted(items(props, "ingress"), key=lambda rule: value(rule, "ruleNo", 0))
    for family in ("cidrBlock", "ipv6CidrBlock"):
        for port in sorted(ADMINISTRATION_PORTS):
            fitting = (
                rule
                for rule in rules
                if from_anywhere(value(rule, family))
                and covers(value(rule, "protocol"), value(rule, "fromPort"), value(rule, "toPort"), port)
            )
            if value(next(fitting, {}), "action") == "allow":
                return f"it lets the internet in to port {port}"
    return None


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

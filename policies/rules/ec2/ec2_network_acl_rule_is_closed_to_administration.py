"""No rule of a network ACL lets the internet in to SSH or Remote Desktop."""

from policies.lists import first
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.rules.ec2._open_ports import ADMINISTRATION_PORTS, covers, from_anywhere


def _check(props: Props) -> str | None:
    if props.get("egress"):
        raise NotApplicable("it governs what goes out")
    if props.get("ruleAction") != "allow" or not from_anywhere(props.get("cidrBlock"), props.get("ipv6CidrBlock")):
        return None

    def fault(port: int) -> str | None:
        if covers(props.get("protocol"), props.get("fromPort"), props.get("toPort"), port):
            return f"it lets the internet in to port {port}"
        return None

    return first(sorted(ADMINISTRATION_PORTS), fault)


RULE = Rule(
    name="ec2_network_acl_rule_is_closed_to_administration",
    title="Network ACL rules keep the internet from SSH and Remote Desktop.",
    resource_types=frozenset({"aws:ec2/networkAclRule:NetworkAclRule"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.NETWORK_BOUNDARY}),
    remediation="Name the source, or leave the ports 22 and 3389 out.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-21",
    sources=(
        "SecurityHub EC2.21",
        "CIS AWS 5.0.0 5.2",
    ),
)

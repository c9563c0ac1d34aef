"""No rule of a network ACL lets the internet in to SSH or Remote Desktop.

A rule that allows many ports, and by its number comes after others, may stand behind one that denies these: together
they are judged by a rule of the stack.
"""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least
from policies.rules.ec2._network_acl import admitted, is_wide

FIRST = 100
"""Amazon VPC User Guide, "Default network ACL": the number of the first rule."""


def _check(props: Props) -> str | None:
    if props.get("egress"):
        raise NotApplicable("it governs what goes out")
    if is_wide(props) and at_least(props.get("ruleNumber"), FIRST + 1):
        return None
    return admitted([props], "ruleNumber", "ruleAction")


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

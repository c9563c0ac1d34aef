"""Nodes take no shell connections from just anywhere.

A key without source security groups opens port 22 to the internet (Amazon EKS API Reference, "RemoteAccessConfig").
"""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    if value(props, "remoteAccess.ec2SshKey") and not items(props, "remoteAccess.sourceSecurityGroupIds"):
        return "its nodes accept shell connections from anywhere"
    return None


RULE = Rule(
    name="eks_node_group_shell_is_closed",
    title="EKS nodes accept no shell connection from anywhere.",
    resource_types=frozenset({"aws:eks/nodeGroup:NodeGroup"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.PRIVILEGED_ACCESS}),
    remediation="Remove remoteAccess, or set remoteAccess.sourceSecurityGroupIds.",
    link="https://docs.aws.amazon.com/eks/latest/APIReference/API_RemoteAccessConfig.html",
    sources=("SecurityHub EC2.13",),
)

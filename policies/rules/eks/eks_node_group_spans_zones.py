"""Losing a zone leaves nodes, or pods on Fargate, in another (Amazon EKS Best Practices Guide, "Reliability")."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if len(items(props, "subnetIds")) < 2:
        return "it stands in one zone"
    return None


RULE = Rule(
    name="eks_node_group_spans_zones",
    title="EKS node groups and Fargate profiles span zones.",
    resource_types=frozenset({"aws:eks/fargateProfile:FargateProfile", "aws:eks/nodeGroup:NodeGroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Give subnetIds a subnet of every zone.",
    link="https://docs.aws.amazon.com/eks/latest/best-practices/reliability.html",
)

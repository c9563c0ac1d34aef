"""Nodes start from an image that still gets mends.

Amazon EKS User Guide, "EKS AL2 & AL2-accelerated AMIs transition": none for Amazon Linux 2 since 26 November 2025.
"""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective

ENDED = frozenset({"AL2_ARM_64", "AL2_x86_64", "AL2_x86_64_GPU"})


def _check(props: Props) -> str | None:
    if props.get("amiType") in ENDED:
        return "its image gets no mends any more"
    return None


RULE = Rule(
    name="eks_node_group_image_is_supported",
    title="EKS nodes run a supported image.",
    resource_types=frozenset({"aws:eks/nodeGroup:NodeGroup"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.PATCHING}),
    remediation="Set amiType to one of Bottlerocket or Amazon Linux 2023.",
    link="https://docs.aws.amazon.com/eks/latest/userguide/eks-ami-deprecation-faqs.html",
)

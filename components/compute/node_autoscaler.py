"""What lets a cluster change the number of its nodes, within its node group's bounds, and nothing more.

EKS tags the Auto Scaling groups of its node groups for the Cluster Autoscaler, by the cluster's name, and the role
changes groups with that tag alone (Cluster Autoscaler on AWS, "IAM policy" and "Auto-discovery setup").
"""

from dataclasses import dataclass
from typing import Final

import pulumi

from components._shared.iam import Statement, document
from components._shared.site import Site
from components.compute.pod_role import PodRole, PodRoleArgs, associate

NAMESPACE: Final = "kube-system"
SERVICE_ACCOUNT: Final = "cluster-autoscaler"
"""Where the autoscaler's chart puts it."""


@dataclass(frozen=True, kw_only=True)
class NodeAutoscalerArgs:
    """Whose nodes."""

    site: Site
    """Region it stands in."""
    cluster_name: pulumi.Input[str]
    """The cluster."""
    cluster_arn: pulumi.Input[str]
    """The same by its ARN."""


class NodeAutoscaler(pulumi.ComponentResource):
    """The autoscaler's role and its association."""

    role_arn: pulumi.Output[str]

    def __init__(self, name: str, args: NodeAutoscalerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:NodeAutoscaler", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        pods = PodRoleArgs(
            site=args.site,
            role="autoscaler",
            cluster_arn=args.cluster_arn,
            namespace=NAMESPACE,
            service_account=SERVICE_ACCOUNT,
            policies={"scale-nodes": self._policy(args)},
        )
        role = PodRole(f"{name}-pods", pods, child)
        associate(f"{name}-association", role, pods, cluster_name=args.cluster_name, opts=child)
        self.role_arn = role.arn
        self.register_outputs({"role_arn": self.role_arn})

    @staticmethod
    def _policy(args: NodeAutoscalerArgs) -> pulumi.Output[str]:
        owned = pulumi.Output.from_input(args.cluster_name).apply(
            lambda name: {"StringEquals": {f"aws:ResourceTag/k8s.io/cluster-autoscaler/{name}": "owned"}}
        )
        groups = pulumi.Output.from_input(args.cluster_arn).apply(
            lambda arn: f"{arn.replace(':cluster/', ':nodegroup/')}/*"
        )
        return pulumi.Output.all(owned, groups).apply(
            lambda whose: document(
                Statement(
                    actions=["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
                    conditions=whose[0],
                    wildcard_reason="EKS names the groups; their tag says whose they are",
                ),
                Statement(
                    actions=[
                        "autoscaling:DescribeAutoScalingGroups",
                        "autoscaling:DescribeAutoScalingInstances",
                        "autoscaling:DescribeLaunchConfigurations",
                        "autoscaling:DescribeScalingActivities",
                        "autoscaling:DescribeTags",
                        "ec2:DescribeImages",
                        "ec2:DescribeInstanceTypes",
                        "ec2:DescribeLaunchTemplateVersions",
                        "ec2:GetInstanceTypesFromInstanceRequirements",
                    ],
                    wildcard_reason="these actions do not support resource-level permissions",
                ),
                Statement(actions=["eks:DescribeNodegroup"], resources=[whose[1]]),
            )
        )

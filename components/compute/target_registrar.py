"""What lets a cluster put its pods behind load balancers that exist already, and nothing more.

The AWS Load Balancer Controller binds pods to target groups. Load balancers, listeners and security groups are declared
by the platform, so the controller gets only the registration of targets in the groups named here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pulumi

from components._shared.iam import Statement, document
from components._shared.site import Site
from components.compute.pod_role import PodRole, PodRoleArgs, associate

NAMESPACE: Final = "kube-system"
SERVICE_ACCOUNT: Final = "aws-load-balancer-controller"
"""Where the controller's chart puts it."""


@dataclass(frozen=True, kw_only=True)
class TargetRegistrarArgs:
    """Which pods go where."""

    site: Site
    """Region it stands in."""
    cluster_name: pulumi.Input[str]
    """The cluster."""
    cluster_arn: pulumi.Input[str]
    """The same by its ARN."""
    target_group_arns: Sequence[pulumi.Input[str]]
    """Target groups whose targets the cluster keeps."""


class TargetRegistrar(pulumi.ComponentResource):
    """The load balancer controller's role and its association."""

    role_arn: pulumi.Output[str]

    def __init__(self, name: str, args: TargetRegistrarArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:TargetRegistrar", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        pods = PodRoleArgs(
            site=args.site,
            role="targets",
            cluster_arn=args.cluster_arn,
            namespace=NAMESPACE,
            service_account=SERVICE_ACCOUNT,
            policies=self._policies(args),
        )
        role = PodRole(f"{name}-controller", pods, child)
        associate(f"{name}-association", role, pods, cluster_name=args.cluster_name, opts=child)
        self.role_arn = role.arn
        self.register_outputs({"role_arn": self.role_arn})

    @staticmethod
    def _policies(args: TargetRegistrarArgs) -> Mapping[str, pulumi.Output[str]]:
        return {
            "register-targets": document(
                Statement(
                    actions=["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
                    resources=list(args.target_group_arns),
                ),
                Statement(
                    actions=[
                        "ec2:DescribeInstances",
                        "ec2:DescribeNetworkInterfaces",
                        "ec2:DescribeVpcs",
                        "elasticloadbalancing:DescribeTargetGroups",
                        "elasticloadbalancing:DescribeTargetHealth",
                    ],
                    wildcard_reason="these actions do not support resource-level permissions",
                ),
            )
        }

"""What lets Argo Rollouts' controller ask CloudWatch whether promises are kept; its chart is the feeder's.

CloudWatch's data can't be told apart by resource (Service Authorization Reference, "Actions, resources, and condition
keys for Amazon CloudWatch"); the controller asks for what `rollout_analysis` names.
"""

from dataclasses import dataclass
from typing import Final

import pulumi

from components._shared.iam import Statement, document
from components._shared.site import Site
from components.compute.pod_role import PodRole, PodRoleArgs, associate

NAMESPACE: Final = "kube-system"
SERVICE_ACCOUNT: Final = "argo-rollouts"
"""Where the controller's chart puts it."""


@dataclass(frozen=True, kw_only=True)
class RolloutControllerArgs:
    """Whose rollouts."""

    site: Site
    """Region it stands in."""
    cluster_name: pulumi.Input[str]
    """The cluster."""
    cluster_arn: pulumi.Input[str]
    """The same by its ARN."""


class RolloutController(pulumi.ComponentResource):
    """The controller's role and its association."""

    role_arn: pulumi.Output[str]

    def __init__(self, name: str, args: RolloutControllerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:RolloutController", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        reading = Statement(
            actions=["cloudwatch:GetMetricData"],
            wildcard_reason="this action does not support resource-level permissions",
            conditions={"StringEquals": {"aws:RequestedRegion": args.site.name}},
        )
        pods = PodRoleArgs(
            site=args.site,
            role="rollouts",
            cluster_arn=args.cluster_arn,
            namespace=NAMESPACE,
            service_account=SERVICE_ACCOUNT,
            policies={"read-metrics": document(reading)},
        )
        role = PodRole(f"{name}-pods", pods, child)
        associate(f"{name}-association", role, pods, cluster_name=args.cluster_name, opts=child)
        self.role_arn = role.arn
        self.register_outputs({"role_arn": self.role_arn})

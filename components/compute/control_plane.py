"""A cluster's control plane: private, its secrets encrypted under the region's key, everything it does logged.

Nobody has access by having made the cluster, only by an access entry (no `aws-auth`), and the API server answers
inside the VPC only (Amazon EKS Best Practices Guide, "Security"; AWS Security Hub EKS.1, EKS.3, EKS.8).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.iam import trust
from components._shared.logs import log_group
from components._shared.paths import registered, searched
from components._shared.site import Site
from settings import DataClass

LOG_TYPES: Final = ("api", "audit", "authenticator", "controllerManager", "scheduler")
"""All that there are (Amazon EKS User Guide, "Send control plane logs to CloudWatch Logs")."""
NAME_MAX_LENGTH: Final = 100
"""Of clusters (Amazon EKS API, `CreateCluster`)."""


@dataclass(frozen=True, kw_only=True)
class ControlPlaneArgs:
    """Where the control plane stands and how it is kept."""

    site: Site
    """Region it stands in."""
    version: str
    """Kubernetes minor version."""
    subnet_ids: Sequence[pulumi.Input[str]]
    """Private subnets, one in each zone."""
    security_group_id: pulumi.Input[str]
    """Its security group."""


class ControlPlane(pulumi.ComponentResource):
    """An EKS cluster without nodes."""

    cluster: aws.eks.Cluster
    log_group_name: pulumi.Output[str]

    def __init__(self, name: str, args: ControlPlaneArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:ControlPlane", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self._physical_name = args.site.context.physical_name(f"cluster-{args.site.name}", NAME_MAX_LENGTH)
        logs = self._create_log_group()
        role = self._create_role()
        self.cluster = self._create_cluster(role, [logs, self._attach_policy(role)])
        self.log_group_name = logs.name
        paths = registered(searched("audit", self.cluster.arn))
        self.register_outputs({"log_group_name": self.log_group_name, "paths": paths})

    def _create_log_group(self) -> aws.cloudwatch.LogGroup:
        """EKS writes to the group of this name, and would make one itself: unencrypted and without an end."""
        return log_group(
            f"{self._name}-logs",
            path=f"/aws/eks/{self._physical_name}/cluster",
            site=self._args.site,
            opts=self._child,
        )

    def _create_role(self) -> aws.iam.Role:
        return aws.iam.Role(
            f"{self._name}-role",
            name=self._args.site.context.physical_name(f"cluster-{self._args.site.name}", max_length=64),
            assume_role_policy=trust("eks.amazonaws.com"),
            tags=self._args.site.context.tagged(f"{self._name}-role"),
            opts=self._child,
        )

    def _attach_policy(self, role: aws.iam.Role) -> aws.iam.RolePolicyAttachment:
        return aws.iam.RolePolicyAttachment(
            f"{self._name}-role-policy",
            role=role.name,
            policy_arn="arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
            opts=self._child,
        )

    def _create_cluster(self, role: aws.iam.Role, first: Sequence[pulumi.Resource]) -> aws.eks.Cluster:
        args = self._args
        return aws.eks.Cluster(
            f"{self._name}-cluster",
            name=self._physical_name,
            region=args.site.name,
            version=args.version,
            role_arn=role.arn,
            vpc_config=aws.eks.ClusterVpcConfigArgs(
                subnet_ids=list(args.subnet_ids),
                security_group_ids=[args.security_group_id],
                endpoint_private_access=True,
                endpoint_public_access=False,
            ),
            access_config=aws.eks.ClusterAccessConfigArgs(
                authentication_mode="API", bootstrap_cluster_creator_admin_permissions=False
            ),
            encryption_config=aws.eks.ClusterEncryptionConfigArgs(
                provider=aws.eks.ClusterEncryptionConfigProviderArgs(
                    key_arn=args.site.key_arns[DataClass.CONFIDENTIAL]
                ),
                resources=["secrets"],
            ),
            enabled_cluster_log_types=list(LOG_TYPES),
            bootstrap_self_managed_addons=False,
            upgrade_policy=aws.eks.ClusterUpgradePolicyArgs(support_type="STANDARD"),
            zonal_shift_config=aws.eks.ClusterZonalShiftConfigArgs(enabled=True),
            deletion_protection=args.site.context.protect,
            tags=args.site.context.tagged(f"{self._name}-cluster"),
            opts=args.site.context.stateful(self, pulumi.ResourceOptions(depends_on=list(first))),
        )

"""A cluster's add-ons, managed by EKS, each with no more rights than it needs.

Networking (which also enforces network policies), DNS, service proxy, pod identity, disks and resource metrics. EKS
picks the version that it recommends for the cluster's (Amazon EKS User Guide, "Amazon EKS add-ons"); settings made by
hand are overwritten, since they are made here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from components._shared.iam import Statement, document
from components._shared.site import Site
from components.compute.pod_role import PodRole, PodRoleArgs
from settings import DataClass

SYSTEM: Final = "kube-system"
"""Namespace of the add-ons' service accounts."""


@dataclass(frozen=True, kw_only=True)
class Addon:
    """One add-on."""

    on_nodes: bool = False
    """Whether it needs nodes to come up; the others prepare nodes."""
    configuration: Mapping[str, Any] | None = None
    """Settings, as the add-on's own schema has them."""
    service_account: str | None = None
    """Service account that gets a role."""
    managed_policy: str | None = None
    """AWS managed policy of that role, which EKS requires."""
    uses_volume_key: bool = False
    """Whether the role works with disks under the platform's key."""


ADDONS: Final[Mapping[str, Addon]] = {
    "eks-pod-identity-agent": Addon(),
    "vpc-cni": Addon(
        configuration={"enableNetworkPolicy": "true"},
        service_account="aws-node",
        managed_policy="AmazonEKS_CNI_Policy",
    ),
    "kube-proxy": Addon(),
    "coredns": Addon(on_nodes=True),
    "aws-ebs-csi-driver": Addon(
        on_nodes=True,
        service_account="ebs-csi-controller-sa",
        managed_policy="service-role/AmazonEBSCSIDriverPolicy",
        uses_volume_key=True,
    ),
    "metrics-server": Addon(on_nodes=True),
}


@dataclass(frozen=True, kw_only=True)
class ClusterAddonsArgs:
    """What the add-ons need."""

    site: Site
    """Region it stands in."""
    cluster_name: pulumi.Input[str]
    """The cluster."""
    cluster_arn: pulumi.Input[str]
    """The same by its ARN."""
    addons: Mapping[str, Addon]
    """Those to install, by name."""
    after: Sequence[pulumi.Resource]
    """What has to be there first."""


class ClusterAddons(pulumi.ComponentResource):
    """Add-ons of one cluster and their roles."""

    installed: list[aws.eks.Addon]
    """The add-ons, for what must wait for them."""

    def __init__(self, name: str, args: ClusterAddonsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:ClusterAddons", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self.installed = [self._create_addon(label, addon) for label, addon in args.addons.items()]
        self.register_outputs({})

    def _create_addon(self, label: str, addon: Addon) -> aws.eks.Addon:
        return aws.eks.Addon(
            f"{self._name}-{label}",
            region=self._args.site.name,
            cluster_name=self._args.cluster_name,
            addon_name=label,
            configuration_values=pulumi.Output.json_dumps(addon.configuration) if addon.configuration else None,
            pod_identity_associations=self._create_identity(label, addon),
            resolve_conflicts_on_create="OVERWRITE",
            resolve_conflicts_on_update="OVERWRITE",
            tags=self._args.site.context.tagged(f"{self._name}-{label}"),
            opts=pulumi.ResourceOptions(parent=self, depends_on=list(self._args.after)),
        )

    def _create_identity(self, label: str, addon: Addon) -> list[aws.eks.AddonPodIdentityAssociationArgs] | None:
        if addon.service_account is None:
            return None
        role = PodRole(
            f"{self._name}-{label}",
            PodRoleArgs(
                site=self._args.site,
                role=label,
                cluster_arn=self._args.cluster_arn,
                namespace=SYSTEM,
                service_account=addon.service_account,
                managed_policy=addon.managed_policy,
                policies={"volume-key": self._volume_key_policy()} if addon.uses_volume_key else {},
            ),
            self._child,
        )
        return [aws.eks.AddonPodIdentityAssociationArgs(role_arn=role.arn, service_account=addon.service_account)]

    def _volume_key_policy(self) -> pulumi.Output[str]:
        """Let EC2 work with the disks' key (EBS CSI driver documentation, "Encryption of volumes")."""
        key = self._args.site.key_arns[DataClass.CONFIDENTIAL]
        return document(
            Statement(
                actions=["kms:CreateGrant"],
                resources=[key],
                conditions={"Bool": {"kms:GrantIsForAWSResource": "true"}},
            ),
            Statement(
                actions=[
                    "kms:Decrypt",
                    "kms:DescribeKey",
                    "kms:GenerateDataKeyWithoutPlaintext",
                    "kms:ReEncryptFrom",
                    "kms:ReEncryptTo",
                ],
                resources=[key],
            ),
        )

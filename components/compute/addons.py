"""A cluster's add-ons, managed by EKS, each with no more rights than it needs.

Networking (which also enforces network policies), DNS, service proxy, pod identity, disks, resource metrics and
certificates. Each has the version that AWS recommends for the cluster's Kubernetes version in its region: builds reach
regions on different days, so that no written-down build exists in all of them. The state holds what was chosen, a
preview shows when a deployment would change it, and nothing changes in between (Amazon EKS User Guide, "Amazon EKS
add-ons"). Settings made by hand are overwritten, since they are made here. Images come from AWS's own registry in the
region.
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


@dataclass(frozen=True, kw_only=True)
class Addon:
    """One add-on."""

    configuration: Mapping[str, Any] | None = None
    """Settings, as the add-on's own schema has them."""
    namespace: str = SYSTEM
    """Namespace of its service account."""
    service_account: str | None = None
    """Service account that gets a role."""
    managed_policy: str | None = None
    """AWS managed policy of that role, which EKS requires."""
    policies: Mapping[str, pulumi.Input[str]] | None = None
    """Name to document of the role's own policies."""
    needs: str | None = None
    """Add-on whose custom kinds it works with."""


PREPARING: Final[Mapping[str, Addon]] = {
    "eks-pod-identity-agent": Addon(),
    "vpc-cni": Addon(
        configuration={"enableNetworkPolicy": "true"},
        service_account="aws-node",
        managed_policy="AmazonEKS_CNI_Policy",
    ),
    "kube-proxy": Addon(),
}


def running(site: Site, issuer_arn: pulumi.Input[str] | None) -> Mapping[str, Addon]:
    """Return the add-ons of a cluster at *site* that run on nodes; *issuer_arn* is the region's private authority."""
    addons = {
        "coredns": Addon(),
        "aws-ebs-csi-driver": Addon(
            service_account="ebs-csi-controller-sa",
            managed_policy="service-role/AmazonEBSCSIDriverPolicy",
            policies={"volume-key": _volume_key_policy(site)},
        ),
        "metrics-server": Addon(),
        "cert-manager": Addon(),
    }
    if issuer_arn is not None:
        addons["aws-privateca-connector-for-kubernetes"] = Addon(
            namespace="aws-privateca-issuer",
            service_account="aws-privateca-issuer",
            policies={"issue": _issuing_policy(issuer_arn)},
            needs="cert-manager",
        )
    return addons


def _volume_key_policy(site: Site) -> pulumi.Output[str]:
    """Let EC2 work with the disks' key (EBS CSI driver documentation, "Encryption of volumes")."""
    key = site.key_arns[DataClass.CONFIDENTIAL]
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


def _issuing_policy(issuer_arn: pulumi.Input[str]) -> pulumi.Output[str]:
    """Let certificates be asked of one authority (AWS managed policy `AWSPrivateCAConnectorForKubernetesPolicy`, which
    names all of them)."""
    actions = ["acm-pca:DescribeCertificateAuthority", "acm-pca:GetCertificate", "acm-pca:IssueCertificate"]
    return document(Statement(actions=actions, resources=[issuer_arn]))


@dataclass(frozen=True, kw_only=True)
class ClusterAddonsArgs:
    """What the add-ons need."""

    site: Site
    """Region it stands in."""
    version: str
    """The cluster's Kubernetes minor version."""
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

    installed: Mapping[str, aws.eks.Addon]
    """The add-ons by name, for what must wait for them."""

    def __init__(self, name: str, args: ClusterAddonsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:ClusterAddons", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        installed: dict[str, aws.eks.Addon] = {}
        for label, addon in args.addons.items():
            needed = [installed[addon.needs]] if addon.needs else []
            installed[label] = self._create_addon(label, addon, [*args.after, *needed])
        self.installed = installed
        self.register_outputs({})

    def _create_addon(self, label: str, addon: Addon, after: Sequence[pulumi.Resource]) -> aws.eks.Addon:
        args = self._args
        recommended = aws.eks.get_addon_version_output(
            addon_name=label, kubernetes_version=args.version, region=args.site.name
        )
        return aws.eks.Addon(
            f"{self._name}-{label}",
            region=args.site.name,
            cluster_name=args.cluster_name,
            addon_name=label,
            addon_version=recommended.version,
            configuration_values=pulumi.Output.json_dumps(addon.configuration) if addon.configuration else None,
            pod_identity_associations=self._create_identity(label, addon),
            resolve_conflicts_on_create="OVERWRITE",
            resolve_conflicts_on_update="OVERWRITE",
            tags=args.site.context.tagged(f"{self._name}-{label}"),
            opts=pulumi.ResourceOptions(parent=self, depends_on=list(after)),
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
                namespace=addon.namespace,
                service_account=addon.service_account,
                managed_policy=addon.managed_policy,
                policies=addon.policies or {},
            ),
            self._child,
        )
        return [aws.eks.AddonPodIdentityAssociationArgs(role_arn=role.arn, service_account=addon.service_account)]

"""Argo CD beside the feeder: the EKS capability in the first region's cluster, which keeps every region's workload as
the region's registry has it (docs/adr/0067-argo-cd-beside-the-feeder.md).

AWS runs it outside of the cluster. Its role pulls from the repositories of manifests and is known to the other clusters
by an access entry; to the one that it stands in EKS makes that itself. What it may do in a cluster is said by roles of
Kubernetes that `groot feed` brings (Amazon EKS User Guide, "Create an Argo CD capability", "Register target clusters").
Its console answers inside the network alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.iam import Statement, document, trust_document
from components._shared.kubernetes_api import KubernetesApi
from components._shared.network import Network
from components._shared.site import Site
from settings import Gitops

NAMESPACE: Final = "argocd"
"""Where the cluster holds what Argo CD is told; the capability knows one."""
PULL: Final = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
"""Amazon EKS User Guide, "Configure Argo CD permissions", narrowed to the repositories."""


@dataclass(frozen=True, kw_only=True)
class ArgoCdArgs:
    """Whose Argo CD it is, and what it reaches."""

    site: Site
    """First region."""
    settings: Gitops
    network: Network
    """First region's."""
    apis: Mapping[str, KubernetesApi]
    """Clusters by region."""
    repository_arns: Sequence[pulumi.Input[str]]
    """Repositories of manifests."""


class ArgoCd(pulumi.ComponentResource):
    """The capability, its role, its access to the clusters, and the door to its console."""

    role_arn: pulumi.Output[str]

    def __init__(self, name: str, args: ArgoCdArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:ArgoCd", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        role = self._create_role()
        policy = self._create_policy(role)
        self._create_access(role)
        self._create_capability(role, self._create_endpoint(), policy)
        self.role_arn = role.arn
        self.register_outputs({"role_arn": self.role_arn})

    def _create_role(self) -> aws.iam.Role:
        """Trust as the guide has it, which shows no condition ("Amazon EKS capability IAM role")."""
        context = self._args.site.context
        assume = Statement(
            actions=["sts:AssumeRole", "sts:TagSession"],
            principals={"Service": ["capabilities.eks.amazonaws.com"]},
        )
        return aws.iam.Role(
            f"{self._name}-role",
            name=context.physical_name("argo-cd", max_length=64),
            description="Argo CD keeps the clusters' workload as the registries have it",
            assume_role_policy=trust_document(assume),
            tags=context.tagged(f"{self._name}-role"),
            opts=self._child,
        )

    def _create_policy(self, role: aws.iam.Role) -> aws.iam.RolePolicy:
        return aws.iam.RolePolicy(
            f"{self._name}-policy",
            name="pull-manifests",
            role=role.name,
            policy=document(
                Statement(
                    sid="Registries",
                    actions=["ecr:GetAuthorizationToken"],
                    wildcard_reason="this action does not support resource-level permissions",
                ),
                Statement(sid="Manifests", actions=PULL, resources=self._args.repository_arns),
            ),
            opts=self._child,
        )

    def _create_access(self, role: aws.iam.Role) -> None:
        """Have the other clusters know the role; none gives it a right of its own."""
        for region, api in self._args.apis.items():
            if region != self._args.site.name:
                aws.eks.AccessEntry(
                    f"{self._name}-access-{region}",
                    region=region,
                    cluster_name=api.cluster_name,
                    principal_arn=role.arn,
                    tags=self._args.site.context.tagged(f"{self._name}-access-{region}"),
                    opts=self._child,
                )

    def _create_endpoint(self) -> aws.ec2.VpcEndpoint:
        args = self._args
        return aws.ec2.VpcEndpoint(
            f"{self._name}-endpoint",
            region=args.site.name,
            vpc_id=args.network.vpc_id,
            service_name=f"com.amazonaws.{args.site.name}.eks-capabilities",
            vpc_endpoint_type="Interface",
            subnet_ids=list(args.network.private_subnet_ids),
            security_group_ids=[args.network.endpoint_security_group_id],
            tags=args.site.context.tagged(f"{self._name}-endpoint"),
            opts=self._child,
        )

    def _create_capability(self, role: aws.iam.Role, endpoint: aws.ec2.VpcEndpoint, policy: aws.iam.RolePolicy) -> None:
        args, people = self._args, self._args.settings
        groups = {"ADMIN": people.administrators, "VIEWER": people.members}
        aws.eks.Capability(
            f"{self._name}-capability",
            region=args.site.name,
            cluster_name=args.apis[args.site.name].cluster_name,
            capability_name="argo-cd",
            type="ARGOCD",
            role_arn=role.arn,
            delete_propagation_policy="RETAIN",
            configuration=aws.eks.CapabilityConfigurationArgs(
                argo_cd=aws.eks.CapabilityConfigurationArgoCdArgs(
                    namespace=NAMESPACE,
                    aws_idc=aws.eks.CapabilityConfigurationArgoCdAwsIdcArgs(
                        idc_instance_arn=people.identity_center_arn,
                        idc_region=people.identity_center_region or args.site.name,
                    ),
                    network_access=aws.eks.CapabilityConfigurationArgoCdNetworkAccessArgs(vpce_ids=[endpoint.id]),
                    rbac_role_mappings=[
                        aws.eks.CapabilityConfigurationArgoCdRbacRoleMappingArgs(
                            role=right,
                            identities=[
                                aws.eks.CapabilityConfigurationArgoCdRbacRoleMappingIdentityArgs(
                                    id=group, type="SSO_GROUP"
                                )
                                for group in members
                            ],
                        )
                        for right, members in groups.items()
                        if members
                    ],
                )
            ),
            tags=args.site.context.tagged(f"{self._name}-capability"),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )

"""Who administers a cluster: IAM roles named one by one, by EKS's access entries."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.site import Site

ADMIN_POLICY: Final = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"


@dataclass(frozen=True, kw_only=True)
class ClusterAccessArgs:
    """Whom to let in."""

    site: Site
    """Region it stands in."""
    cluster_name: pulumi.Input[str]
    """The cluster."""
    administrator_role_arns: Mapping[str, pulumi.Input[str]]
    """IAM roles that administer it, by a label."""


class ClusterAccess(pulumi.ComponentResource):
    """Access entries of a cluster's administrators."""

    def __init__(self, name: str, args: ClusterAccessArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:ClusterAccess", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        for label, role_arn in args.administrator_role_arns.items():
            self._create_policy(label, self._create_entry(label, role_arn))
        self.register_outputs({})

    def _create_entry(self, label: str, role_arn: pulumi.Input[str]) -> aws.eks.AccessEntry:
        return aws.eks.AccessEntry(
            f"{self._name}-{label}",
            region=self._args.site.name,
            cluster_name=self._args.cluster_name,
            principal_arn=role_arn,
            tags=self._args.site.context.tagged(f"{self._name}-{label}"),
            opts=self._child,
        )

    def _create_policy(self, label: str, entry: aws.eks.AccessEntry) -> None:
        aws.eks.AccessPolicyAssociation(
            f"{self._name}-{label}-admin",
            region=self._args.site.name,
            cluster_name=self._args.cluster_name,
            principal_arn=entry.principal_arn,
            policy_arn=ADMIN_POLICY,
            access_scope=aws.eks.AccessPolicyAssociationAccessScopeArgs(type="cluster"),
            opts=self._child,
        )

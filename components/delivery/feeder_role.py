"""What the function that feeds a cluster may do: administer the cluster, and little else.

Of AWS it reads one repository and the cluster's own secrets, and asks one key whether a signature is right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.function_role import own_statements
from components._shared.iam import Statement, document, trust
from components._shared.site import Site
from settings import DataClass

ADMIN_POLICY: Final = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
"""Releases span namespaces, and bring roles and definitions with them."""


@dataclass(frozen=True, kw_only=True)
class FeederRoleArgs:
    """What the role reaches."""

    site: Site
    """Region of the function."""
    called: str
    """The role's name."""
    cluster_name: pulumi.Input[str]
    """Cluster that it administers."""
    repository_arn: pulumi.Input[str]
    """Repository of manifests."""
    signing_key_arn: pulumi.Input[str]
    """Key that manifests are signed by."""
    secret_arns: Sequence[pulumi.Input[str]]
    """Secrets that the cluster is handed."""


class FeederRole(pulumi.ComponentResource):
    """A role of Lambda's, and its access entry in the cluster."""

    arn: pulumi.Output[str]
    """The role; known once it has its rights."""

    def __init__(self, name: str, args: FeederRoleArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:FeederRole", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        role = aws.iam.Role(
            f"{name}-role",
            name=args.called,
            assume_role_policy=trust("lambda.amazonaws.com"),
            tags=args.site.context.tagged(f"{name}-role"),
            opts=self._child,
        )
        policy = aws.iam.RolePolicy(
            f"{name}-policy", name="feed", role=role.name, policy=document(*self._statements()), opts=self._child
        )
        administration = self._create_access(role)
        ready = pulumi.Output.all(role.arn, policy.id, administration.id)
        self.arn = ready.apply(lambda known: str(known[0]))
        self.register_outputs({"arn": self.arn})

    def _statements(self) -> list[Statement]:
        args = self._args
        statements = [
            Statement(
                sid="Manifests",
                actions=["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
                resources=[args.repository_arn],
            ),
            Statement(sid="Signatures", actions=["kms:Verify"], resources=[args.signing_key_arn]),
            *own_statements(args.site, args.called, in_network=True),
        ]
        if not args.secret_arns:
            return statements
        return [
            *statements,
            Statement(sid="Secrets", actions=["secretsmanager:GetSecretValue"], resources=args.secret_arns),
            Statement(
                sid="SecretsKey", actions=["kms:Decrypt"], resources=[args.site.key_arns[DataClass.CONFIDENTIAL]]
            ),
        ]

    def _create_access(self, role: aws.iam.Role) -> aws.eks.AccessPolicyAssociation:
        args = self._args
        entry = aws.eks.AccessEntry(
            f"{self._name}-access",
            region=args.site.name,
            cluster_name=args.cluster_name,
            principal_arn=role.arn,
            tags=args.site.context.tagged(f"{self._name}-access"),
            opts=self._child,
        )
        return aws.eks.AccessPolicyAssociation(
            f"{self._name}-access-admin",
            region=args.site.name,
            cluster_name=args.cluster_name,
            principal_arn=entry.principal_arn,
            policy_arn=ADMIN_POLICY,
            access_scope=aws.eks.AccessPolicyAssociationAccessScopeArgs(type="cluster"),
            opts=self._child,
        )

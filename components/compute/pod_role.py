"""An IAM role for the pods of one service account in one cluster (Amazon EKS User Guide, "EKS Pod Identity").

The trust policy names cluster, namespace and service account by the session tags that EKS sets, so that an association
made for anyone else does not get the role.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.iam import Statement, trust_document
from components._shared.site import Site

ROLE_NAME_MAX_LENGTH: Final = 64
"""Of IAM roles (IAM API, `CreateRole`)."""


@dataclass(frozen=True, kw_only=True)
class PodRoleArgs:
    """Who assumes the role and what for."""

    site: Site
    """Region it stands in."""
    role: str
    """What the pods do, for the role's name."""
    cluster_arn: pulumi.Input[str]
    """The cluster."""
    namespace: str
    """Namespace of the service account."""
    service_account: str
    """The service account."""
    managed_policy: str | None = None
    """Name of an AWS managed policy, with its path."""
    policies: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """Name to document of the role's own policies."""


class PodRole(pulumi.ComponentResource):
    """A role that EKS Pod Identity hands to one service account."""

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: PodRoleArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:PodRole", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        role = aws.iam.Role(
            f"{name}-role",
            name=args.site.context.physical_name(f"{args.role}-{args.site.name}", ROLE_NAME_MAX_LENGTH),
            assume_role_policy=self._trust(args),
            tags=args.site.context.tagged(f"{name}-role"),
            opts=child,
        )
        if args.managed_policy:
            aws.iam.RolePolicyAttachment(
                f"{name}-managed",
                role=role.name,
                policy_arn=f"arn:aws:iam::aws:policy/{args.managed_policy}",
                opts=child,
            )
        for label, document in args.policies.items():
            aws.iam.RolePolicy(f"{name}-{label}", name=label, role=role.name, policy=document, opts=child)
        self.arn = role.arn
        self.register_outputs({"arn": self.arn})

    @staticmethod
    def _trust(args: PodRoleArgs) -> pulumi.Output[str]:
        return trust_document(
            Statement(
                actions=["sts:AssumeRole", "sts:TagSession"],
                principals={"Service": ["pods.eks.amazonaws.com"]},
                conditions={
                    "StringEquals": {
                        "aws:SourceAccount": args.site.context.account_id,
                        "aws:RequestTag/eks-cluster-arn": args.cluster_arn,
                        "aws:RequestTag/kubernetes-namespace": args.namespace,
                        "aws:RequestTag/kubernetes-service-account": args.service_account,
                    }
                },
            )
        )


def associate(
    name: str, role: PodRole, args: PodRoleArgs, *, cluster_name: pulumi.Input[str], opts: pulumi.ResourceOptions
) -> None:
    """Hand *role*, which was made by *args*, to pods of its service account in the cluster *cluster_name*.

    Add-ons of EKS hand theirs over by themselves.
    """
    aws.eks.PodIdentityAssociation(
        name,
        region=args.site.name,
        cluster_name=cluster_name,
        namespace=args.namespace,
        service_account=args.service_account,
        role_arn=role.arn,
        tags=args.site.context.tagged(name),
        opts=opts,
    )

"""The role that publishes a release: it copies images, pushes and signs manifests, and has them fed to clusters.

It is assumed by the same jobs as the role that deploys, in the GitHub environment where people approve, and may do
neither's work of the other: it changes no infrastructure. It is one of the pipeline's roles by its name, which a
deployment may not change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.account import GITHUB_ISSUER
from components._shared.context import Context
from components._shared.iam import Statement, document, trust_document
from components._shared.paths import Path, registered

AUDIENCE: Final = "sts.amazonaws.com"
PULL: Final = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
PUSH: Final = (
    *PULL,
    "ecr:CompleteLayerUpload",
    "ecr:DescribeImages",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
)
"""Amazon ECR User Guide, "IAM permissions for pushing an image"."""


@dataclass(frozen=True, kw_only=True)
class PublisherArgs:
    """Who may publish."""

    context: Context
    """Facts of the deployment."""
    repository: str
    """GitHub `owner/name` whose workflows may assume the role."""
    environment: str
    """GitHub environment, and stack, that the role is for."""


@dataclass(frozen=True, kw_only=True)
class Leave:
    """What publishing into one region needs."""

    repository_arns: Sequence[pulumi.Input[str]]
    """Repositories that are pushed to."""
    signing_key_arn: pulumi.Input[str]
    function_arn: pulumi.Input[str]
    """Function that feeds the region's cluster."""


class Publisher(pulumi.ComponentResource):
    """The pipeline's role for releases."""

    role_arn: pulumi.Output[str]

    def __init__(self, name: str, args: PublisherArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Publisher", name, {}, opts)
        self._name, self._args = name, args
        self._role = self._create_role()
        self.role_arn = self._role.arn

    def _create_role(self) -> aws.iam.Role:
        args = self._args
        assume = Statement(
            actions=["sts:AssumeRoleWithWebIdentity"],
            principals={
                "Federated": [
                    pulumi.Output.concat("arn:aws:iam::", args.context.account_id, f":oidc-provider/{GITHUB_ISSUER}")
                ]
            },
            conditions={
                "StringEquals": {
                    f"{GITHUB_ISSUER}:aud": AUDIENCE,
                    f"{GITHUB_ISSUER}:sub": f"repo:{args.repository}:environment:{args.environment}",
                }
            },
        )
        return aws.iam.Role(
            f"{self._name}-role",
            name=args.context.physical_name("pipeline-publish", max_length=64),
            description=f"GitHub Actions of {args.repository}: publish",
            assume_role_policy=trust_document(assume),
            tags=args.context.tagged(f"{self._name}-role"),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def let(self, leaves: Sequence[Leave]) -> None:
        """Give the role what it needs in each region; that is all there is to it."""
        account_id = self._args.context.account_id
        aws.iam.RolePolicy(
            f"{self._name}-publish",
            name="publish",
            role=self._role.name,
            policy=document(
                Statement(
                    sid="Registries",
                    actions=["ecr:GetAuthorizationToken"],
                    wildcard_reason="this action does not support resource-level permissions",
                ),
                Statement(
                    sid="Originals",
                    actions=PULL,
                    resources=[pulumi.Output.concat("arn:aws:ecr:*:", account_id, ":repository/*")],
                ),
                Statement(
                    sid="Copies", actions=PUSH, resources=[arn for leave in leaves for arn in leave.repository_arns]
                ),
                Statement(sid="Sign", actions=["kms:Sign"], resources=[leave.signing_key_arn for leave in leaves]),
                Statement(
                    sid="Feed", actions=["lambda:InvokeFunction"], resources=[leave.function_arn for leave in leaves]
                ),
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
        given = [arn for leave in leaves for arn in (*leave.repository_arns, leave.signing_key_arn, leave.function_arn)]
        why = "A release is published: its images and manifests, signed, and told to the clusters."
        path = Path(name="releases", source=self.role_arn, destination=given, protocol="deliveries", why=why)
        self.register_outputs({"role_arn": self.role_arn, "paths": registered(path)})

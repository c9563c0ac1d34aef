"""The roles that GitHub Actions assumes, without any stored credential.

GitHub signs who is asking; AWS hands out credentials for an hour (GitHub Docs, "Configuring OpenID Connect in Amazon
Web Services"; IAM User Guide, "OIDC federation"). A pull request, and the nightly comparison on the main branch, get a
role that reads how things are set up and, of all data, the state alone. A deployment gets its role only from a job in
the GitHub environment named after the stack, where people approve.

The deploy role's policy is its permissions boundary too, so that nothing attached to it later adds anything. It reaches
the platform's own IAM names and not the pipeline's: the pipeline's roles change by a person's hand.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.context import Context
from components._shared.iam import Statement, document, trust_document
from components.delivery.ceiling import ceiling_statements

ISSUER = "token.actions.githubusercontent.com"
AUDIENCE = "sts.amazonaws.com"
MAIN_BRANCH = "ref:refs/heads/main"
SESSION_SECONDS = 3600
"""One hour, the least that IAM takes as a role's longest session."""

READ_POLICIES = {
    "audit": "arn:aws:iam::aws:policy/SecurityAudit",
    "view": "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess",
}
"""How things are set up, and no data (AWS Managed Policy Reference Guide)."""


@dataclass(frozen=True, kw_only=True)
class PipelineRolesArgs:
    """What the pipeline's roles need."""

    context: Context
    """Facts of the deployment."""
    repository: str
    """GitHub `owner/name` whose workflows may assume the roles."""
    environment: str
    """GitHub environment, and stack, that the deploy role is for."""
    regions: Sequence[str]
    """Regions that a deployment may touch; the control region of global services among them."""
    state_bucket: pulumi.Input[str]
    """Bucket that holds the state."""
    state_key_alias: str
    """Alias of the key that encrypts the state's secrets, `alias/…`."""


class PipelineRoles(pulumi.ComponentResource):
    """GitHub's identity provider, a role that reads and a role that deploys."""

    preview_role_arn: pulumi.Output[str]
    deploy_role_arn: pulumi.Output[str]

    def __init__(self, name: str, args: PipelineRolesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:PipelineRoles", name, {}, opts)
        self._name = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        provider = self._create_provider()
        preview = self._create_preview_role(provider)
        deploy = self._create_deploy_role(provider)
        self.preview_role_arn = preview.arn
        self.deploy_role_arn = deploy.arn
        self.register_outputs({"preview_role_arn": self.preview_role_arn, "deploy_role_arn": self.deploy_role_arn})

    def _create_provider(self) -> aws.iam.OpenIdConnectProvider:
        return aws.iam.OpenIdConnectProvider(
            f"{self._name}-github",
            url=f"https://{ISSUER}",
            client_id_lists=[AUDIENCE],
            tags=self._args.context.tagged(f"{self._name}-github"),
            opts=self._child,
        )

    def _create_preview_role(self, provider: aws.iam.OpenIdConnectProvider) -> aws.iam.Role:
        role = self._create_role("preview", provider, ["pull_request", MAIN_BRANCH])
        for reads, policy_arn in READ_POLICIES.items():
            aws.iam.RolePolicyAttachment(
                f"{self._name}-preview-{reads}", role=role.name, policy_arn=policy_arn, opts=self._child
            )
        aws.iam.RolePolicy(
            f"{self._name}-preview-state",
            name="state",
            role=role.name,
            policy=document(*self._state(["s3:GetObject"], ["kms:Decrypt"])),
            opts=self._child,
        )
        return role

    def _create_deploy_role(self, provider: aws.iam.OpenIdConnectProvider) -> aws.iam.Role:
        args = self._args
        name_prefix = re.sub(r"[^a-z0-9]+", "-", args.context.prefix.lower()).strip("-")
        ceiling = aws.iam.Policy(
            f"{self._name}-ceiling",
            name=args.context.physical_name("pipeline-ceiling", max_length=128),
            description="The most that a deployment of this stack can do",
            policy=document(
                *self._state(
                    ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
                    ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
                ),
                *ceiling_statements(
                    account_id=args.context.account_id,
                    name_prefix=name_prefix,
                    pipeline_prefix=f"{name_prefix}-pipeline",
                    regions=args.regions,
                ),
            ),
            tags=args.context.tagged(f"{self._name}-ceiling"),
            opts=self._child,
        )
        role = self._create_role("deploy", provider, [f"environment:{args.environment}"], ceiling.arn)
        aws.iam.RolePolicyAttachment(
            f"{self._name}-deploy-ceiling", role=role.name, policy_arn=ceiling.arn, opts=self._child
        )
        return role

    def _create_role(
        self,
        purpose: str,
        provider: aws.iam.OpenIdConnectProvider,
        subjects: Sequence[str],
        boundary_arn: pulumi.Input[str] | None = None,
    ) -> aws.iam.Role:
        args = self._args
        assume = Statement(
            actions=["sts:AssumeRoleWithWebIdentity"],
            principals={"Federated": [provider.arn]},
            conditions={
                "StringEquals": {
                    f"{ISSUER}:aud": AUDIENCE,
                    f"{ISSUER}:sub": [f"repo:{args.repository}:{subject}" for subject in subjects],
                }
            },
        )
        return aws.iam.Role(
            f"{self._name}-{purpose}",
            name=args.context.physical_name(f"pipeline-{purpose}", max_length=64),
            description=f"GitHub Actions of {args.repository}: {purpose}",
            assume_role_policy=trust_document(assume),
            max_session_duration=SESSION_SECONDS,
            permissions_boundary=boundary_arn,
            tags=args.context.tagged(f"{self._name}-{purpose}"),
            opts=self._child,
        )

    def _state(self, object_actions: Sequence[str], key_actions: Sequence[str]) -> list[Statement]:
        """Return access to the stack's state and to the key of its secrets, which both stand before any stack."""
        args = self._args
        bucket_arn = pulumi.Output.concat("arn:aws:s3:::", args.state_bucket)
        return [
            Statement(sid="StateBucket", actions=["s3:ListBucket"], resources=[bucket_arn]),
            Statement(sid="State", actions=object_actions, resources=[pulumi.Output.concat(bucket_arn, "/*")]),
            Statement(
                sid="StateSecrets",
                actions=key_actions,
                resources=[pulumi.Output.concat("arn:aws:kms:*:", args.context.account_id, ":key/*")],
                conditions={"ForAnyValue:StringEquals": {"kms:ResourceAliases": [args.state_key_alias]}},
            ),
        ]

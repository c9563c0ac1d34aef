"""The roles that GitHub Actions assumes, without any stored credential.

GitHub signs who is asking; AWS hands out credentials for an hour or two (GitHub Docs, "Configuring OpenID Connect in
Amazon Web Services"; IAM User Guide, "OIDC federation"). A pull request, and the nightly comparison on the main branch,
get a role that reads how things are set up and, of all data, what stands in the state; all it writes is the state's
lock. A deployment gets its role only from a job in the GitHub environment named after the stack, where people approve.

A permissions boundary holds the deploy role down whatever is attached to it later. In IAM it reaches the platform's own
names and not the pipeline's: the pipeline's roles, and the boundary, change by a person's hand. Roles that it makes for
services are not bounded themselves; what they may do is for the policies, the review and the approval to judge.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.account import GITHUB_ISSUER
from components._shared.context import Context
from components._shared.iam import Statement, document, trust_document
from components.identity.deploy_actions import bounds, grants
from components.identity.deploy_statements import (
    iam_statements,
    key_use_statement,
    platform_statement,
    state_key_statement,
)
from components.identity.deploy_stores import store_statements
from components.identity.preview_reads import read_statements

AUDIENCE = "sts.amazonaws.com"
MAIN_BRANCH = "ref:refs/heads/main"
LOCKS = ".pulumi/locks/*"
"""Where Pulumi keeps the locks of stacks whose state is in a bucket; a comparison with what is there takes one."""

PREVIEW_SECONDS, DEPLOY_SECONDS = 3_600, 7_200
"""An hour, the least that IAM takes as a role's longest session; and two for a deployment, whose longest chain of steps
takes about one: a session that ends on the way leaves a stack half made."""

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
    """GitHub's identity provider, where this stack owns the account; a role that reads and a role that deploys."""

    preview_role_arn: pulumi.Output[str]
    deploy_role_arn: pulumi.Output[str]

    def __init__(self, name: str, args: PipelineRolesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:PipelineRoles", name, {}, opts)
        self._name = name
        self._args = args
        self._name_prefix = re.sub(r"[^a-z0-9]+", "-", args.context.prefix.lower()).strip("-")
        self._child = pulumi.ResourceOptions(parent=self)
        provider_arn = self._provider_arn()
        preview = self._create_preview_role(provider_arn)
        deploy = self._create_deploy_role(provider_arn)
        self.preview_role_arn = preview.arn
        self.deploy_role_arn = deploy.arn
        self.register_outputs({"preview_role_arn": self.preview_role_arn, "deploy_role_arn": self.deploy_role_arn})

    def _provider_arn(self) -> pulumi.Output[str]:
        context = self._args.context
        if not context.owns_account:
            return pulumi.Output.concat("arn:aws:iam::", context.account_id, f":oidc-provider/{GITHUB_ISSUER}")
        provider = aws.iam.OpenIdConnectProvider(
            f"{self._name}-github",
            url=f"https://{GITHUB_ISSUER}",
            client_id_lists=[AUDIENCE],
            tags=context.tagged(f"{self._name}-github"),
            opts=self._child,
        )
        return provider.arn

    def _create_preview_role(self, provider_arn: pulumi.Input[str]) -> aws.iam.Role:
        args = self._args
        role = self._create_role("preview", provider_arn, ["pull_request", MAIN_BRANCH], PREVIEW_SECONDS)
        for reads, policy_arn in READ_POLICIES.items():
            aws.iam.RolePolicyAttachment(
                f"{self._name}-preview-{reads}", role=role.name, policy_arn=policy_arn, opts=self._child
            )
        aws.iam.RolePolicy(
            f"{self._name}-preview-state",
            name="state",
            role=role.name,
            policy=document(*self._state(["s3:GetObject"], ["kms:Decrypt", "kms:GenerateDataKey"]), self._lock()),
            opts=self._child,
        )
        aws.iam.RolePolicy(
            f"{self._name}-preview-reads",
            name="reads",
            role=role.name,
            policy=document(*read_statements(args.context.account_id, self._name_prefix)),
            opts=self._child,
        )
        return role

    def _create_deploy_role(self, provider_arn: pulumi.Input[str]) -> aws.iam.Role:
        args = self._args
        own = [
            *self._state(
                ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
                ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
            ),
            state_key_statement(args.state_key_alias),
            key_use_statement(args.context.account_id),
            *iam_statements(args.context.account_id, self._name_prefix),
        ]
        stores = store_statements(args.context.account_id, self._name_prefix, args.regions)
        boundary = self._create_policy("boundary", [platform_statement(bounds(), args.regions), *own])
        role = self._create_role(
            "deploy", provider_arn, [f"environment:{args.environment}"], DEPLOY_SECONDS, boundary.arn
        )
        policies = [self._create_policy("own", own)]
        policies += [
            self._create_policy(f"services-{number}", [platform_statement(actions, args.regions)])
            for number, actions in enumerate(grants(), start=1)
        ]
        policies.append(self._create_policy("stores", stores))
        for number, policy in enumerate(policies):
            aws.iam.RolePolicyAttachment(
                f"{self._name}-deploy-{number}", role=role.name, policy_arn=policy.arn, opts=self._child
            )
        return role

    def _create_policy(self, purpose: str, statements: Sequence[Statement]) -> aws.iam.Policy:
        context = self._args.context
        return aws.iam.Policy(
            f"{self._name}-{purpose}",
            name=context.physical_name(f"pipeline-{purpose}", max_length=128),
            description=f"Deployments of {self._args.environment}: {purpose}",
            policy=document(*statements),
            tags=context.tagged(f"{self._name}-{purpose}"),
            opts=self._child,
        )

    def _create_role(
        self,
        purpose: str,
        provider_arn: pulumi.Input[str],
        subjects: Sequence[str],
        session_seconds: int,
        boundary_arn: pulumi.Input[str] | None = None,
    ) -> aws.iam.Role:
        args = self._args
        assume = Statement(
            actions=["sts:AssumeRoleWithWebIdentity"],
            principals={"Federated": [provider_arn]},
            conditions={
                "StringEquals": {
                    f"{GITHUB_ISSUER}:aud": AUDIENCE,
                    f"{GITHUB_ISSUER}:sub": [f"repo:{args.repository}:{subject}" for subject in subjects],
                }
            },
        )
        return aws.iam.Role(
            f"{self._name}-{purpose}",
            name=args.context.physical_name(f"pipeline-{purpose}", max_length=64),
            description=f"GitHub Actions of {args.repository}: {purpose}",
            assume_role_policy=trust_document(assume),
            max_session_duration=session_seconds,
            permissions_boundary=boundary_arn,
            tags=args.context.tagged(f"{self._name}-{purpose}"),
            opts=self._child,
        )

    def _lock(self) -> Statement:
        """Return the right to say that the state is being read, which keeps others from changing it meanwhile.

        Writing takes `kms:GenerateDataKey` besides, where the bucket encrypts under the state's key as the README sets
        it up (S3 User Guide, "Using server-side encryption with AWS KMS keys").
        """
        locks = pulumi.Output.concat("arn:aws:s3:::", self._args.state_bucket, "/", LOCKS)
        return Statement(sid="StateLock", actions=["s3:DeleteObject", "s3:PutObject"], resources=[locks])

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

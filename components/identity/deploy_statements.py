"""Statements of a deploy role: IAM within the platform's own names, never the pipeline's; keys, and the state's."""

from collections.abc import Sequence

import pulumi

from components._shared.iam import Statement

MANAGE_IAM = (
    "iam:Add*",
    "iam:Attach*",
    "iam:Create*",
    "iam:Delete*",
    "iam:Detach*",
    "iam:PassRole",
    "iam:Put*",
    "iam:Remove*",
    "iam:Tag*",
    "iam:Untag*",
    "iam:Update*",
)
"""Of roles and policies; the resources they are allowed on leave users and groups out, and instance profiles, which
AWS's handlers of clusters name and nothing here makes."""

TAMPER = ("iam:Attach*", "iam:Create*", "iam:Delete*", "iam:Detach*", "iam:Put*", "iam:Set*", "iam:Update*")

ADMINISTER_KEYS = (
    "kms:Cancel*",
    "kms:Create*",
    "kms:Delete*",
    "kms:Disable*",
    "kms:Enable*",
    "kms:Put*",
    "kms:Replicate*",
    "kms:Revoke*",
    "kms:Schedule*",
    "kms:Tag*",
    "kms:Untag*",
    "kms:Update*",
)


USE_KEYS = ("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*", "kms:Sign")
"""What services do with a key on behalf of whoever makes something under it: tables, secrets, objects, vaults and
firewalls (each service's guide, "Encryption at rest"), and signed zones (Route 53 Developer Guide, "Working with
customer managed keys for DNSSEC")."""


def key_use_statement(account_id: pulumi.Input[str]) -> Statement:
    """Return the use of keys by services alone, as far as the keys' policies let it."""
    return Statement(
        sid="KeysByServices",
        actions=USE_KEYS,
        resources=[pulumi.Output.concat("arn:aws:kms:*:", account_id, ":key/*")],
        conditions={"Bool": {"aws:ViaAWSService": "true"}},
    )


def state_key_statement(alias: str) -> Statement:
    """Return the denial that keeps who decrypts the state by the key of *alias* from administering that key."""
    return Statement(
        sid="StateKeyIsOnlyUsed",
        effect="Deny",
        actions=ADMINISTER_KEYS,
        conditions={"ForAnyValue:StringEquals": {"kms:ResourceAliases": [alias]}},
    )


def platform_statement(actions: Sequence[str], regions: Sequence[str]) -> Statement:
    """Return the use of the platform's services in *regions*."""
    return Statement(
        sid="Platform",
        actions=actions,
        conditions={"StringEquals": {"aws:RequestedRegion": list(regions)}},
        wildcard_reason="most of these services let no name be asked for before the resource exists",
    )


def iam_statements(account_id: pulumi.Input[str], name_prefix: str) -> list[Statement]:
    """Return what may be done to roles and policies named *name_prefix*, except to those of the pipeline itself."""

    def arns(*paths: str) -> list[pulumi.Output[str]]:
        return [pulumi.Output.concat("arn:aws:iam::", account_id, ":", path) for path in paths]

    return [
        Statement(
            sid="Roles",
            actions=MANAGE_IAM,
            resources=arns(
                f"role/{name_prefix}-*",
                f"policy/{name_prefix}-*",
                "role/aws-service-role/*",
            ),
        ),
        Statement(
            sid="Account",
            actions=["iam:Get*", "iam:List*", "iam:UpdateAccountPasswordPolicy", "sts:GetCallerIdentity"],
            wildcard_reason="reading IAM, and the account's one password policy",
        ),
        Statement(
            sid="Pipeline",
            effect="Deny",
            actions=TAMPER,
            resources=arns(f"role/{name_prefix}-pipeline-*", f"policy/{name_prefix}-pipeline-*", "oidc-provider/*"),
        ),
    ]

"""Key policies in which those who administer a key cannot use it, and those who use it cannot administer it.

The account's IAM policies grant use, administrators are named here, and AWS services that act with their own identity
get no more than encryption for this account's resources (AWS KMS Developer Guide, "Key policies in AWS KMS",
"Default key policy", "Condition keys for AWS KMS"; NIST SP 800-53 Rev. 5 AC-5, separation of duties).
"""

from collections.abc import Mapping, Sequence

import pulumi

from components._shared.iam import Statement, document

ADMINISTER = (
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:DeleteAlias",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:PutKeyPolicy",
    "kms:ReplicateKey",
    "kms:RevokeGrant",
    "kms:RotateKeyOnDemand",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
    "kms:UpdatePrimaryRegion",
)
INSPECT = (
    "kms:DescribeKey",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListKeyRotations",
    "kms:ListResourceTags",
)
USE = (
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
)
INSPECT_PAIR = (*INSPECT, "kms:GetPublicKey")
"""The same of a key that has a public half."""
SERVICES = ("backup", "cloudwatch", "config", "delivery.logs", "guardduty", "sns")
"""Services that encrypt or decrypt under their own identity, without a role of ours, and say for which account: alarms
and events into encrypted topics, deliveries into encrypted buckets."""
DELETION_WINDOW_DAYS = 30
"""The longest wait KMS offers between scheduling a key's deletion and losing what it encrypts."""
SERVICE_LINKED_ROLES = (
    "autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
    "replication.dynamodb.amazonaws.com/AWSServiceRoleForDynamoDBReplication",
)
"""Roles of AWS's own in this account whose policies name no keys: one starts the nodes' encrypted disks (EC2 Auto
Scaling User Guide, "Required AWS KMS key policy for use with encrypted volumes"), the other writes into replicas of
tables (DynamoDB Developer Guide, "Provide security and access for your global tables with AWS KMS"). Named in a
condition, not as principals, because they exist only once something has used the service."""


def administration(
    account_id: pulumi.Input[str], administrators: Sequence[pulumi.Input[str]], *, inspect: Sequence[str] = INSPECT
) -> tuple[Statement, Statement]:
    """Return who manages a key, which *administrators* and the account's root user do, and that the account may
    *inspect* it: what the policy of every key says."""
    root = pulumi.Output.concat("arn:aws:iam::", account_id, ":root")
    account = {"AWS": [root]}
    return (
        Statement(
            sid="AdministratorsManage",
            actions=ADMINISTER,
            principals=account,
            conditions={"ArnLike": {"aws:PrincipalArn": [root, *administrators]}},
        ),
        Statement(sid="AccountInspects", actions=inspect, principals=account),
    )


def key_policy(
    *,
    account_id: pulumi.Input[str],
    region: str,
    administrators: Sequence[pulumi.Input[str]],
    encrypts_clusters: bool = False,
    revocation_bucket_arn: pulumi.Input[str] | None = None,
) -> pulumi.Output[str]:
    """Return the policy of a key, or of a key's replica, in *region*.

    *administrators* are ARN patterns of the IAM roles that manage keys. The account's root user stays one of them, so
    that losing the roles does not leave a key that nobody can manage. Under a key that *encrypts_clusters*, whoever
    makes a cluster hands EKS a grant. Into *revocation_bucket_arn* AWS Private CA writes under the key.
    """
    root = pulumi.Output.concat("arn:aws:iam::", account_id, ":root")
    account = {"AWS": [root]}
    admins = [root, *administrators]
    same_account = {"StringEquals": {"aws:SourceAccount": account_id}}
    linked_roles = [
        pulumi.Output.concat("arn:aws:iam::", account_id, f":role/aws-service-role/{role}")
        for role in SERVICE_LINKED_ROLES
    ]
    by_linked_roles = {"StringEquals": {"kms:CallerAccount": account_id, "aws:PrincipalArn": linked_roles}}
    optional = []
    if encrypts_clusters:
        optional.append(_cluster_grants(account, admins))
    if revocation_bucket_arn is not None:
        optional.append(_revocation_lists(revocation_bucket_arn))
    return document(
        *administration(account_id, administrators),
        Statement(sid="AccountUses", actions=USE, principals=account),
        Statement(
            sid="AccountGrantsToServices",
            actions=["kms:CreateGrant"],
            principals=account,
            conditions={"Bool": {"kms:GrantIsForAWSResource": "true"}},
        ),
        Statement(  # decided by IAM and the grant alone (KMS Developer Guide, "Retiring and revoking grants")
            sid="AccountRetiresGrants", actions=["kms:RetireGrant"], principals=account
        ),
        Statement(
            sid="ServiceLinkedRolesUse",
            actions=[*USE, "kms:DescribeKey"],
            principals={"AWS": ["*"]},
            conditions=by_linked_roles,
        ),
        Statement(
            sid="ServiceLinkedRolesGrant",
            actions=["kms:CreateGrant"],
            principals={"AWS": ["*"]},
            conditions={**by_linked_roles, "Bool": {"kms:GrantIsForAWSResource": "true"}},
        ),
        Statement(
            sid="AdministratorsDoNotUse",
            effect="Deny",
            actions=USE,
            principals={"AWS": ["*"]},
            conditions={
                "ArnLike": {"aws:PrincipalArn": admins},
                "Null": {"kms:ViaService": "true"},
                "BoolIfExists": {"aws:ViaAWSService": "false"},
            },
        ),
        Statement(
            sid="LogGroups",
            actions=[*USE, "kms:DescribeKey"],
            principals={"Service": [f"logs.{region}.amazonaws.com"]},
            conditions={
                "ArnLike": {
                    "kms:EncryptionContext:aws:logs:arn": pulumi.Output.concat(
                        f"arn:aws:logs:{region}:", account_id, ":log-group:*"
                    )
                }
            },
        ),
        Statement(
            sid="Trails",
            actions=["kms:Decrypt", "kms:GenerateDataKey"],
            principals={"Service": ["cloudtrail.amazonaws.com"]},
            conditions={
                "StringLike": {
                    "kms:EncryptionContext:aws:cloudtrail:arn": pulumi.Output.concat(
                        "arn:aws:cloudtrail:*:", account_id, ":trail/*"
                    )
                }
            },
        ),
        Statement(
            sid="Services",
            actions=["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
            principals={"Service": [f"{service}.amazonaws.com" for service in SERVICES]},
            conditions=same_account,
        ),
        Statement(  # CloudFront Developer Guide, "Restrict access to an Amazon S3 origin", SSE-KMS
            sid="DistributionsRead",
            actions=["kms:Decrypt"],
            principals={"Service": ["cloudfront.amazonaws.com"]},
            conditions={
                "ArnLike": {
                    "aws:SourceArn": pulumi.Output.concat("arn:aws:cloudfront::", account_id, ":distribution/*")
                }
            },
        ),
        Statement(
            sid="EventsIntoTopics",  # EventBridge sends no source account (its troubleshooting guide, encrypted topics)
            actions=["kms:Decrypt", "kms:GenerateDataKey"],
            principals={"Service": ["events.amazonaws.com"]},
        ),
        Statement(
            sid="TrailInspection",
            actions=["kms:DescribeKey"],
            principals={"Service": ["cloudtrail.amazonaws.com"]},
            conditions=same_account,
        ),
        *optional,
    )


def _cluster_grants(
    account: Mapping[str, Sequence[pulumi.Input[str]]], admins: Sequence[pulumi.Input[str]]
) -> Statement:
    """Let who deploys hand EKS a grant: its CreateCluster knows no `kms:GrantIsForAWSResource` (Amazon EKS User Guide,
    "Encrypt Kubernetes secrets with KMS"). They may change this policy anyhow."""
    return Statement(
        sid="AdministratorsGrantToClusters",
        actions=["kms:CreateGrant"],
        principals=account,
        conditions={"ArnLike": {"aws:PrincipalArn": admins}},
    )


def _revocation_lists(bucket_arn: pulumi.Input[str]) -> Statement:
    """Let AWS Private CA write into a bucket that has an S3 bucket key (AWS Private CA User Guide, "Encrypting your
    CRLs")."""
    return Statement(
        sid="RevocationLists",
        actions=["kms:Decrypt", "kms:GenerateDataKey"],
        principals={"Service": ["acm-pca.amazonaws.com"]},
        conditions={"StringLike": {"kms:EncryptionContext:aws:s3:arn": bucket_arn}},
    )

"""Key policies in which those who administer a key cannot use it, and those who use it cannot administer it.

The account's IAM policies grant use, administrators are named here, and AWS services that act with their own identity
get no more than encryption for this account's resources (AWS KMS Developer Guide, "Key policies in AWS KMS",
"Default key policy", "Condition keys for AWS KMS"; NIST SP 800-53 Rev. 5 AC-5, separation of duties).
"""

from collections.abc import Sequence

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
SERVICES = ("backup", "cloudfront", "cloudwatch", "config", "delivery.logs", "guardduty", "sns")
"""Services that encrypt or decrypt under their own identity, without a role of ours: CDN reads from encrypted
buckets, alarms and events into encrypted topics, deliveries into encrypted buckets."""
DELETION_WINDOW_DAYS = 30
"""The longest wait KMS offers between scheduling a key's deletion and losing what it encrypts."""
AUTO_SCALING_ROLE = "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
"""Starts the nodes' encrypted disks (EC2 Auto Scaling User Guide, "Required AWS KMS key policy for use with encrypted
volumes"). Named in a condition, not as principal, because it exists only once something has used Auto Scaling."""


def key_policy(
    *, account_id: pulumi.Input[str], region: str, administrators: Sequence[pulumi.Input[str]]
) -> pulumi.Output[str]:
    """Return the policy of a key, or of a key's replica, in *region*.

    *administrators* are ARN patterns of the IAM roles that manage keys. The account's root user stays one of them, so
    that losing the roles does not leave a key that nobody can manage.
    """
    root = pulumi.Output.concat("arn:aws:iam::", account_id, ":root")
    account = {"AWS": [root]}
    admins = [root, *administrators]
    same_account = {"StringEquals": {"aws:SourceAccount": account_id}}
    auto_scaling = {
        "StringEquals": {
            "kms:CallerAccount": account_id,
            "aws:PrincipalArn": pulumi.Output.concat("arn:aws:iam::", account_id, ":role/", AUTO_SCALING_ROLE),
        }
    }
    return document(
        Statement(
            sid="AdministratorsManage",
            actions=ADMINISTER,
            principals=account,
            conditions={"ArnLike": {"aws:PrincipalArn": admins}},
        ),
        Statement(sid="AccountInspects", actions=INSPECT, principals=account),
        Statement(sid="AccountUses", actions=USE, principals=account),
        Statement(
            sid="AccountGrantsToServices",
            actions=["kms:CreateGrant"],
            principals=account,
            conditions={"Bool": {"kms:GrantIsForAWSResource": "true"}},
        ),
        Statement(
            sid="AutoScalingStartsDisks",
            actions=[*USE, "kms:DescribeKey"],
            principals={"AWS": ["*"]},
            conditions=auto_scaling,
        ),
        Statement(
            sid="AutoScalingGrantsToDisks",
            actions=["kms:CreateGrant"],
            principals={"AWS": ["*"]},
            conditions={**auto_scaling, "Bool": {"kms:GrantIsForAWSResource": "true"}},
        ),
        Statement(
            sid="AdministratorsDoNotUse",
            effect="Deny",
            actions=USE,
            principals={"AWS": ["*"]},
            conditions={"ArnLike": {"aws:PrincipalArn": admins}, "Null": {"kms:ViaService": "true"}},
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
    )

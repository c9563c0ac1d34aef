"""What a deploy role may do, service by service: what it takes to create, change, read and delete the platform.

Words stand for families of actions: `Create` for `ec2:Create*`, `Put*Block` for `s3:Put*Block*`. Reading what stores
hold is left out where a service tells that apart from reading how they are set up.

A managed policy holds 6,144 characters without white space (IAM User Guide, "IAM and AWS STS quotas"): the grants are
spread over several, and the one that bounds them all names initials (`ec2:C*`) where they name families.
"""

import json
from collections.abc import Mapping

FAMILIES: Mapping[str, str] = {
    "access-analyzer": "Create Delete Get List Tag Untag Update",
    "acm": "AddTags Delete Describe List RemoveTags Request Update",
    "acm-pca": "Create Delete Describe Get Import Issue List Put Tag Untag Update",
    "apigateway": "DELETE GET PATCH POST PUT SetWebACL",
    "backup": "Create Delete Describe Get List Put Tag Untag Update",
    "cloudfront": "Create Delete Get List Tag Untag Update",
    "cloudhsm": "Create Delete Describe Initialize List Tag Untag",
    "cloudtrail": "AddTags Create Delete Describe Get List Put RemoveTags StartLogging Update",
    "cloudwatch": "Delete Describe Get List Put Tag Untag",
    "config": "Delete Describe Get List Put Start Tag Untag",
    "dynamodb": "CreateTable DeleteTable Describe List Tag Untag UpdateContinuousBackups UpdateTable UpdateTimeToLive",
    "ec2": (
        "Accept Allocate Associate Attach Authorize Create Delete Deregister Describe Detach Disable Disassociate "
        "Enable Get Modify Register Reject Release Replace Revoke Search"
    ),
    "eks": "Associate Create Delete Describe Disassociate List Tag Untag Update",
    "elasticloadbalancing": "Add Create Delete Describe Modify Register Remove Set",
    "es": "AddTags Create Delete Describe Get List RemoveTags Update",
    "events": "Delete Describe List Put Remove Tag Untag",
    "firehose": "Create Delete Describe List Start Tag Untag Update",
    "guardduty": "Create Delete Get List Tag Untag Update",
    "inspector2": "Batch Create Delete Describe Disable Enable Get List Tag Untag Update",
    "kms": (
        "Cancel Connect Create Delete Describe Disable Enable Get List Put Replicate Revoke Schedule Tag Untag Update"
    ),
    "lambda": "Add Create Delete Get*Configuration GetPolicy List Publish Put Remove Tag Untag Update",
    "logs": "Associate Create Delete Describe GetDelivery List Put Tag Untag Update",
    "macie2": "Create Delete Describe Disable Enable Get List Put Tag Untag Update",
    "network-firewall": "Associate Create Delete Describe Disassociate List Put Tag Untag Update",
    "rds": "Add Create Delete Describe Failover List Modify Register Deregister Remove",
    "route53": "Activate Associate Change Create Deactivate Delete Disable Enable Get List Update",
    "s3": "CreateBucket DeleteBucket Get*Configuration GetBucket Get*Block List Put*Configuration PutBucket Put*Block",
    "secretsmanager": "Create Delete Describe GetResourcePolicy List Put Rotate Tag Untag Update",
    "securityhub": "Batch Create Delete Describe Disable Enable Get List Tag Untag Update",
    "sns": "Create Delete Get List Set Subscribe Tag Unsubscribe Untag",
    "sqs": "AddPermission Create Delete Get List Remove Set Tag Untag",
    "ssm": "AddTags Delete Describe GetParameter GetServiceSetting List Put RemoveTags Reset Update",
    "tag": "GetResources",
    "wafv2": "Associate Create Delete Describe Disassociate Get List Put Tag Untag Update",
}


MAX_ACTIONS_LENGTH = 5_000
"""Characters of a policy's actions, which leaves room for the rest of its document."""


def grants() -> list[list[str]]:
    """Return every family as the pattern that IAM understands, in lists that fit a policy each."""
    lists: list[list[str]] = [[]]
    for service, families in FAMILIES.items():
        patterns = [f"{service}:{family}*" for family in families.split()]
        if len(json.dumps([*lists[-1], *patterns], separators=(",", ":"))) > MAX_ACTIONS_LENGTH:
            lists.append([])
        lists[-1].extend(patterns)
    return lists


def bounds() -> list[str]:
    """Return patterns that cover every grant, short enough for one policy."""
    return sorted({f"{service}:{family[0]}*" for service, families in FAMILIES.items() for family in families.split()})

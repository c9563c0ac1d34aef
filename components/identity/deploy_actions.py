"""What a deploy role may do, service by service: what it takes to create, change, read and delete the platform.

Words stand for families of actions: `Create` for `ec2:Create*`, `GetDelivery` for `logs:GetDelivery*`. They follow what
AWS's published handlers of each resource type call, and what Terraform's AWS provider calls besides. What stores hold
stands in `deploy_stores`, held to the platform's own names.

A managed policy holds 6,144 characters without white space (IAM User Guide, "IAM and AWS STS quotas"): the grants are
spread over several, and the one that bounds them all names initials (`ec2:C*`) where they name families.
"""

import json
from collections.abc import Mapping

from components.identity.deploy_stores import STORES

FAMILIES: Mapping[str, str] = {
    "access-analyzer": "Create Delete Get List Tag Untag Update",
    "acm": "AddTags Delete Describe List RemoveTags Request Update",
    "acm-pca": "Create Delete Describe Get Import Issue List Put Revoke Tag Untag Update",
    "apigateway": "Add DELETE GET PATCH POST PUT Remove SetWebACL Tag Untag Update",
    "athena": "CreateNamedQuery CreateWorkGroup Delete Get List TagResource Untag UpdateNamedQuery UpdateWorkGroup",
    "autoscaling": "Describe",
    "backup": "Create Delete Describe Disassociate Get List Put Tag Untag Update",
    "backup-storage": "Mount",
    "cloudfront": "AllowVended Create Delete Get List Tag Untag Update",
    "cloudhsm": "Create Delete Describe Initialize List Modify Tag Untag",
    "cloudtrail": "AddTags Create Delete Describe Get List Put RemoveTags StartLogging StopLogging Update",
    "cloudwatch": "Delete Describe Get List Put Tag Untag",
    "config": "Delete Describe Get List Put Start Stop Tag Untag",
    "ec2": (
        "Accept Allocate Assign Associate Attach Authorize Create Delete Deregister Describe Detach Disable "
        "Disassociate Enable Get Modify Register Reject Release Replace Reset Revoke RunInstances Search Unassign "
        "Update"
    ),
    "ecr": "Batch Create Delete Describe Get List Put Set Tag Untag Update Validate",
    "eks": "Activate Associate Create Delete Describe Disassociate List Tag Untag Update",
    "elasticloadbalancing": "Add Create Delete Deregister Describe Get Modify Register Remove Set",
    "es": "AddTags Create Delete Describe Get List RemoveTags Update Upgrade",
    "events": "Delete Describe List Put Remove Tag Untag",
    "firehose": "Create Delete Describe List Start Stop Tag Untag Update",
    "fis": "CreateExperimentTemplate DeleteExperimentTemplate Get List Tag Untag UpdateExperimentTemplate",
    "glue": (
        "CreateData CreateTable DeleteData DeleteTable GetData GetTable GetTags ListData Tag Untag UpdateData "
        "UpdateTable"
    ),
    "guardduty": "Create Delete Get List Tag Untag Update",
    "inspector2": "Batch Create Delete Describe Disable Enable Get List Tag Untag Update",
    "kms": (
        "Cancel Connect Create Delete Describe Disable Enable Get List Put Replicate RetireGrant Revoke Schedule Tag "
        "Untag Update"
    ),
    "lambda": "Add Associate Create Delete Get List Publish Put Remove Tag Untag Update",
    "logs": (
        "AllowVended Associate Create Delete Describe Disassociate GetData GetDelivery GetLogDelivery List Put Tag "
        "Untag Update"
    ),
    "macie2": "Create Delete Describe Disable Enable Get List Put Tag Untag Update",
    "network-firewall": "Associate Create Delete Describe Disassociate List Put Tag Untag Update",
    "rds": "Add Create Delete Deregister Describe Disable Enable Failover List Modify Reboot Register Remove Reset",
    "route53": "Activate Associate Change Create Deactivate Delete Disable Disassociate Enable Get List Update",
    "securityhub": "Batch Create Delete Describe Disable Enable Get List Tag Untag Update",
    "sns": "Create Delete Get List Put Set Subscribe Tag Unsubscribe Untag",
    "sqs": "AddPermission Create Delete Get List Remove Set Tag Untag",
    "sso": "CreateApplication DeleteApplication Describe ListApplicationAssign PutApplication",
    "ssm": "AddTags Delete Describe GetParameter GetServiceSetting List Put RemoveTags Reset Update",
    "states": "Create Delete Describe List Publish Tag Untag Update Validate",
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
    """Return patterns that cover every grant, those of stores too, short enough for one policy.

    A letter stands for the families that start with it, but of keys: `kms:D*` would take in `kms:Decrypt`.
    """
    known = [*FAMILIES.items(), *((store.service, store.families) for store in STORES)]
    letters = {f"{service}:{family[0]}*" for service, families in known for family in families.split()}
    keys = {f"kms:{family}*" for family in FAMILIES["kms"].split()}
    return sorted({each for each in letters if not each.startswith("kms:")} | keys)
